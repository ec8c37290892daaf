import type { FeedbackModel, Signal } from './feedback.model.ts';
import { BUZZES, TONES } from './tones.ts';

export interface FeedbackDeps {
  readonly settings: { readonly sounds: boolean; readonly vibration: boolean };
  /** A new audio context; made at the first sound, because a browser lets none sound before somebody touched the page. */
  readonly audio: () => AudioContext;
  /** `null` where the device cannot. */
  readonly vibrate: ((pattern: number[]) => unknown) | null;
}

/** Soft: heard beside a conversation, not over it. */
const LOUDNESS = 0.12;

/** Sounds are made, not played from files: nothing to load, nothing to miss offline. */
export class Feedback implements FeedbackModel {
  private context: AudioContext | null = null;
  private readonly deps: FeedbackDeps;

  constructor(deps: FeedbackDeps) {
    this.deps = deps;
  }

  signal(what: Signal): void {
    try {
      if (this.deps.settings.vibration) this.deps.vibrate?.([...BUZZES[what]]);
      if (this.deps.settings.sounds) this.sound(what);
    } catch {
      // A device without a loudspeaker sells all the same.
    }
  }

  private sound(what: Signal): void {
    const context = (this.context ??= this.deps.audio());
    if (context.state === 'suspended') void context.resume().catch(() => null);
    for (const { hz, at, ms } of TONES[what]) {
      const from = context.currentTime + at / 1_000;
      const until = from + ms / 1_000;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.type = 'sine';
      tone.frequency.value = hz;
      // Begun and ended gently, else it clicks.
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.008);
      volume.gain.setValueAtTime(LOUDNESS, until - 0.02);
      volume.gain.linearRampToValueAtTime(0, until);
      tone.connect(volume).connect(context.destination);
      tone.start(from);
      tone.stop(until);
    }
  }
}
