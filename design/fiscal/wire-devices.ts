import { z } from 'zod';

/** Which register and which operator a gateway works with: the administrator's choice (requirements A-95). */
export const REGISTER_KINDS = ['emulator', 'shtrih+tcp', 'shtrih+serial', 'atol+http'] as const;
export const OFD_KINDS = ['http', 'ofd+tcp', 'device'] as const;

/** As `GATEWAY_REGISTER` and `GATEWAY_OFD` are written; `null`: none. Keys do not belong in an address: it is shown and logged. */
const address = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/\/\/[^/]*@/.test(text), { error: 'no user name or password in an address' });

/** `environment`: by the program's surroundings, and then only there. `demo`: training without a choice. */
export const CHOSEN_BY = ['environment', 'chosen', 'demo', 'none'] as const;
const inForce = z.object({ address: z.string().nullable(), chosen_by: z.enum(CHOSEN_BY) });
const offer = <K extends readonly [string, ...string[]]>(kinds: K) =>
  z.array(z.object({ kind: z.enum(kinds), available: z.boolean() }));

export const devicesAnswer = z.object({
  register: inForce,
  ofd: inForce,
  /** Saved and not in force before the program is started anew; `null`: nothing waits. */
  waiting: z.object({ register: z.string().nullable().optional(), ofd: z.string().nullable().optional() }).nullable(),
  offers: z.object({ registers: offer(REGISTER_KINDS), ofds: offer(OFD_KINDS) }),
});
export type DevicesAnswer = z.infer<typeof devicesAnswer>;

/** Absent: is not asked for. */
export const devicesChoice = z.object({ register: address.nullable().optional(), ofd: address.nullable().optional() });
export type DevicesChoice = z.infer<typeof devicesChoice>;
export const devicesSave = devicesChoice.extend({ by: z.string().min(1).max(64) });

const tried = z.object({ ok: z.boolean(), code: z.string().nullable() });
/** `null`: was not asked for, or none is to be used. */
export const devicesTested = z.object({
  register: tried.extend({ fn: z.string().nullable(), serial: z.string().nullable() }).nullable(),
  ofd: tried.extend({ latency_ms: z.number().nullable() }).nullable(),
});
export type DevicesTested = z.infer<typeof devicesTested>;
