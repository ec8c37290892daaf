import { setTimeout as sleep } from 'node:timers/promises';
import { test } from '@playwright/test';
import { MINUTE } from '../../../design/time/clock.ts';
import { dayRange } from '../../../design/time/day-range.ts';
import { localDate } from '../../../design/time/local-time.ts';

const ZONE = 'Europe/Moscow';
/** As long as a story takes on a machine that is busy with more than this. */
const STORY = 5 * MINUTE;

/** For a story that looks at what was sold today, on the machine's own clock: begun in the last minutes of a day, it goes on in the next. */
export async function withinOneDay(): Promise<void> {
  const now = Date.now();
  const wait = dayRange(localDate(now, ZONE), ZONE).to - now;
  if (wait > STORY) return;
  test.setTimeout(test.info().timeout + wait);
  await sleep(wait + 1);
}
