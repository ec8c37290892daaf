import { afterEach, describe, expect, it, vi } from 'vitest';
import { lead, type LeadOptions } from './leader.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const end of ends.splice(0)) end();
});

const PATIENCE = 40;
/** Where nobody hangs, a busy machine that keeps an answer waiting must not look like it, ms. */
const NEVER = 3_600_000;

/** A tab of this browser. `hangs`: frozen, it hears nothing. */
function tab(isVisible: boolean, { hangs = false, patience = NEVER } = {}) {
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
    patience,
  };
  const end = lead(options);
  ends.push(() => {
    end();
    channel.close();
  });
  return {
    state,
    channel,
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
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const second = tab(true, { patience: PATIENCE });
    // Opened and looked at: it has asked twice.
    const answers = Promise.withResolvers<void>();
    let left = 2;
    second.channel.addEventListener('message', ({ data }) => {
      if (data === 'mine' && (left -= 1) === 0) answers.resolve();
    });
    second.look();
    await answers.promise;
    vi.advanceTimersByTime(3 * PATIENCE);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([first.state.leads, second.state.leads]).toEqual([1, 0]);
  });

  it('loses the lock where it is frozen and does not answer, and stops when it wakes', async () => {
    const frozen = tab(true, { hangs: true });
    await frozen.until(1);
    const shown = tab(true, { patience: PATIENCE });
    await shown.until(1);
    await frozen.until(0);
    shown.end();
    await frozen.until(1);
  });
});
