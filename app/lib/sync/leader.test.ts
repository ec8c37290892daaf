import { afterEach, describe, expect, it } from 'vitest';
import { lead, type LeadOptions } from './leader.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A tab of this browser. `hangs`: frozen, it hears nothing. */
function tab(isVisible: boolean, hangs = false) {
  const channel = new BroadcastChannel('optics-leader-test');
  const state = { visible: isVisible, leads: 0, waiting: [] as (() => void)[], onVisible: () => undefined as void };
  const changed = () => {
    for (const resolve of state.waiting.splice(0)) resolve();
  };
  const deaf = { addEventListener: () => undefined, removeEventListener: () => undefined, postMessage: () => undefined };
  const options: LeadOptions = {
    start: () => {
      state.leads += 1;
      changed();
      return () => {
        state.leads -= 1;
        changed();
      };
    },
    locks: navigator.locks,
    channel: hangs ? (deaf as unknown as BroadcastChannel) : channel,
    isVisible: () => state.visible,
    onVisible: (listener) => {
      state.onVisible = listener;
      return () => undefined;
    },
    patience: 40,
  };
  const end = lead(options);
  ends.push(() => {
    end();
    channel.close();
  });
  return {
    state,
    end,
    look() {
      state.visible = true;
      state.onVisible();
    },
    async until(leads: number) {
      while (state.leads !== leads) await new Promise<void>((resolve) => state.waiting.push(resolve));
    },
  };
}

describe('the leading tab of a device', () => {
  it('is one, and the next when it closes', async () => {
    const first = tab(true);
    await first.until(1);
    const second = tab(false);
    first.end();
    await second.until(1);
    expect(first.state.leads).toBe(0);
  });

  it('is the one that is looked at: a hidden leader gives way', async () => {
    const hidden = tab(false);
    await hidden.until(1);
    const shown = tab(true);
    await shown.until(1);
    expect(hidden.state.leads).toBe(0);
    hidden.state.visible = true;
    shown.state.visible = false;
    hidden.look();
    await hidden.until(1);
    await shown.until(0);
  });

  it('does not change between two windows that are both looked at', async () => {
    const first = tab(true);
    await first.until(1);
    const second = tab(true);
    second.look();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect([first.state.leads, second.state.leads]).toEqual([1, 0]);
  });

  it('loses the lock where it is frozen and does not answer, and stops when it wakes', async () => {
    const frozen = tab(true, true);
    await frozen.until(1);
    const shown = tab(true);
    await shown.until(1);
    await frozen.until(0);
    shown.end();
    await frozen.until(1);
  });
});
