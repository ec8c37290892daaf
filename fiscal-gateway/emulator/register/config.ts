import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { DriveIdentity } from './drive.ts';

const environment = z.object({
  OPTICS_DATA: z.string().default('./.data'),
  OPTICS_TEST_CLOCK: z.string().optional(),
  REGISTER_PORT: z.coerce.number().int().min(0).max(65_534).default(7778),
  /** The control port; by default the next one. */
  REGISTER_CONTROL_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Which register of this data folder; by default its port. */
  REGISTER_NAME: z
    .string()
    .regex(/^[\w-]{1,32}$/)
    .optional(),
  REGISTER_PRINT_MS: z.coerce.number().int().min(0).max(60_000).default(0),
});

export interface RegisterConfig {
  readonly folder: string;
  readonly port: number;
  readonly controlPort: number;
  readonly printMs: number;
  readonly testClock: string | undefined;
  readonly identity: DriveIdentity;
}

/** The demo shop's tax number: ten digits with a valid check. */
const INN = '7702203276';

/** Eight digits of a name: a port as it is, anything else hashed, so that two registers never share a drive. */
function digitsOf(name: string): string {
  const digits = /^\d{1,8}$/.test(name) ? name : String(createHash('sha256').update(name).digest().readUInt32BE(0) % 10 ** 8);
  return digits.padStart(8, '0');
}

export function registerConfig(env: Readonly<Record<string, string | undefined>>): RegisterConfig {
  const e = environment.parse(env);
  const name = e.REGISTER_NAME ?? String(e.REGISTER_PORT);
  const digits = digitsOf(name);
  return {
    folder: join(e.OPTICS_DATA, 'register', name),
    port: e.REGISTER_PORT,
    controlPort: e.REGISTER_CONTROL_PORT ?? (e.REGISTER_PORT === 0 ? 0 : e.REGISTER_PORT + 1),
    printMs: e.REGISTER_PRINT_MS,
    testClock: e.OPTICS_TEST_CLOCK,
    identity: { fn: `99990789${digits}`, serial: digits.padStart(20, '0'), inn: INN },
  };
}
