/** ms within which a second press of the same button is the same press: a double click, a trembling finger, a scanner's Enter. */
export const SAME_PRESS = 300;

type Press = Pick<MouseEvent, 'detail' | 'timeStamp'>;

/**
 * One press starts one action. Refuses the second click of a double click (also where it landed on a button that has only just come
 * under the finger), a second press at once, and any press while the action of the first is still running.
 */
export function onePress() {
  let last = -Infinity;
  let running = false;
  return {
    /** Is this press an action of its own? */
    accepts(press: Press): boolean {
      if (running || press.detail > 1 || press.timeStamp - last < SAME_PRESS) return false;
      last = press.timeStamp;
      return true;
    },
    /** What the action returned: while a promise is on its way, nothing more is accepted. */
    began(result: unknown): void {
      if (!(result instanceof Promise)) return;
      running = true;
      const ended = () => (running = false);
      result.then(ended, ended);
    },
  };
}
