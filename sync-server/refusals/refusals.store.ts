import { z } from 'zod';
import { CONTROL } from '../../design/databases.ts';
import { isErrorCode, type ErrorCode } from '../../design/errors.ts';
import { rangeOf } from '../../design/ids.ts';
import type { Engine } from '../engine/engine.ts';

/** What a device says of the documents that it holds back: databases, codes, counts. Never ids, never bodies. */
export const refusalReport = z.object({
  refusals: z
    .array(
      z.object({
        database: z.string().max(64),
        code: z.string().refine(isErrorCode),
        count: z.int().min(1).max(10_000_000),
        /** Epoch ms of the device. */
        oldest: z.number(),
      }),
    )
    .max(500),
});
export type RefusalReport = z.infer<typeof refusalReport>;

export interface DeviceRefusals {
  readonly device: number;
  readonly count: number;
  readonly codes: readonly ErrorCode[];
  /** When the device told, server time, epoch ms. */
  readonly at: number;
}

export interface Refusals {
  report(device: number, report: RefusalReport, at: number): Promise<void>;
  list(): DeviceRefusals[];
}

const kept = refusalReport.extend({ device: z.int(), at: z.number() });
const summary = ({ device, refusals, at }: z.infer<typeof kept>): DeviceRefusals => ({
  device,
  count: refusals.reduce((sum, row) => sum + row.count, 0),
  codes: [...new Set(refusals.map((row) => row.code))].sort(),
  at,
});

/** The last word of each device, kept in `control`. */
export async function createRefusals(engine: Engine): Promise<Refusals> {
  const control = await engine.open(CONTROL);
  const last = new Map<number, DeviceRefusals>();
  for (const doc of await control.range(rangeOf('refusals'))) {
    const known = kept.safeParse(doc);
    if (known.success) last.set(known.data.device, summary(known.data));
  }
  return {
    async report(device, { refusals }, at) {
      const id = `refusals:${device}`;
      const before = await control.get(id);
      const doc = { _id: id, type: 'refusals', schema: 1, device, refusals, at };
      // Another report won the race: the device tells again when something changes.
      await control.put(before ? { ...doc, _rev: before._rev } : doc);
      last.set(device, summary({ device, refusals, at }));
    },
    list: () => [...last.values()].filter(({ count }) => count > 0).sort((a, b) => a.device - b.device),
  };
}
