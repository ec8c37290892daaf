import { describe, expect, it } from 'vitest';
import { Feedback } from './feedback.ts';
import type { Signal } from './feedback.model.ts';
import { TONES } from './tones.ts';

function device(settings: { sounds: boolean; vibration: boolean }) {
  const started: number[] = [];
  const buzzed: number[][] = [];
  const node = { connect: () => node, gain: { setValueAtTime: () => 0, linearRampToValueAtTime: () => 0 } };
  const context = {
    state: 'running',
    currentTime: 0,
    destination: node,
    createOscillator: () => {
      const frequency = { value: 0 };
      return { ...node, frequency, start: () => void started.push(frequency.value), stop: () => undefined };
    },
    createGain: () => node,
  };
  const feedback = new Feedback({
    settings,
    audio: () => context as unknown as AudioContext,
    vibrate: (pattern) => buzzed.push(pattern),
  });
  return { feedback, started, buzzed };
}

describe('sounds of the till', () => {
  it('differ for what was found, not found, refused and done, and are over in half a second', () => {
    const all = Object.keys(TONES) as Signal[];
    expect(new Set(all.map((signal) => TONES[signal].map(({ hz }) => hz).join())).size).toBe(all.length);
    for (const signal of all) for (const { at, ms } of TONES[signal]) expect(at + ms).toBeLessThan(500);
  });
  it('are made where the settings want them', () => {
    const loud = device({ sounds: true, vibration: false });
    loud.feedback.signal('not-found');
    expect([loud.started, loud.buzzed]).toEqual([[520, 390], []]);
    const still = device({ sounds: false, vibration: true });
    still.feedback.signal('found');
    expect([still.started, still.buzzed]).toEqual([[], [[25]]]);
  });
  it('never stop a sale: a device without a loudspeaker is silent', () => {
    const audio = () => {
      throw new Error('no audio device');
    };
    const mute = new Feedback({ settings: { sounds: true, vibration: true }, audio, vibrate: null });
    expect(() => mute.signal('done')).not.toThrow();
  });
});
