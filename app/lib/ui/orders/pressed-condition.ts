import type { OwnFrameCondition } from '$design/orders/words.ts';

/** A frame is good or has its faults, never both, and says something in any case: nobody argues afterwards about what was not written. */
export function pressedCondition(now: readonly OwnFrameCondition[], pressed: OwnFrameCondition): OwnFrameCondition[] {
  if (pressed === 'good') return ['good'];
  const faults = now.filter((one) => one !== 'good');
  const next = faults.includes(pressed) ? faults.filter((one) => one !== pressed) : [...faults, pressed];
  return next.length === 0 ? ['good'] : next;
}
