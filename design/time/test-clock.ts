import { z } from 'zod';

/** The file named by OPTICS_TEST_CLOCK (read only with OPTICS_DEMO=1): every program and emulator follows it. */
export const testClockFile = z.object({
  offset_ms: z.number().default(0),
  /** How many times faster than real time the clock runs. */
  rate: z.number().positive().default(1),
  /** Real epoch ms from which `rate` counts; where absent, the reader passes the time at which the file was written. */
  from: z.number().optional(),
});
export type TestClockSetting = z.infer<typeof testClockFile>;

/** The setting in a file's text, `null` where it is not one: a file caught half written leaves the clock as it was. */
export function parseTestClock(text: string): TestClockSetting | null {
  try {
    return testClockFile.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What a program shows as the time, epoch ms. `real` is the machine's clock, `writtenAt` the file's modification time. */
export function testNow(setting: TestClockSetting, real: number, writtenAt: number): number {
  const from = setting.from ?? writtenAt;
  return Math.round(from + (real - from) * setting.rate + setting.offset_ms);
}
