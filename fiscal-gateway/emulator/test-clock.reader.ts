import { readFileSync, statSync } from 'node:fs';
import type { Clock } from '../../design/time/clock.ts';
import { parseTestClock, testNow } from '../../design/time/test-clock.ts';
import type { TestClockSetting } from '../../design/time/test-clock.ts';

/** How long a reading of the file is believed, real ms. */
const REREAD = 100;

/** The machine's clock, or the one that the file OPTICS_TEST_CLOCK describes. */
export function clockFrom(file: string | undefined): Clock {
  if (!file) return { now: () => Date.now() };
  let setting: TestClockSetting = { offset_ms: 0, rate: 1 };
  let writtenAt = Date.now();
  let readAt = 0;
  return {
    now() {
      const real = Date.now();
      if (real - readAt >= REREAD) {
        readAt = real;
        try {
          const modified = statSync(file).mtimeMs;
          const next = parseTestClock(readFileSync(file, 'utf8'));
          if (next) [setting, writtenAt] = [next, modified];
        } catch {
          // No file yet: the clock stays as it was.
        }
      }
      return testNow(setting, real, writtenAt);
    },
  };
}
