import { SECOND } from '$design/time/clock.ts';

const LOOK = 5 * SECOND;
/** A jump smaller than this is a timer that ran late or the network time service at work, ms. */
const JUMP = 2 * SECOND;

/** Notices that somebody changed this PC's clock (or that it slept), by the clock that cannot be changed. Returns what ends it. */
export function watchClock(
  onJump: (by: number) => void,
  clocks: { wall: () => number; steady: () => number } = { wall: () => Date.now(), steady: () => performance.now() },
): () => void {
  let apart = clocks.wall() - clocks.steady();
  const timer = setInterval(() => {
    const now = clocks.wall() - clocks.steady();
    const jump = now - apart;
    if (Math.abs(jump) > JUMP) onJump(jump);
    apart = now;
  }, LOOK);
  return () => clearInterval(timer);
}
