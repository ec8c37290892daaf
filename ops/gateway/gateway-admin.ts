import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { maintenanceAnswer, powerAnswer } from '../../design/fiscal/wire-care.ts';
import type { powerRequest } from '../../design/fiscal/wire-care.ts';

const health = z.object({
  version: z.string(),
  components: z.object({ kkt_device: z.object({ status: z.string(), code: z.string().nullable() }) }),
});
export type Health = z.infer<typeof health>;
type Work = z.infer<typeof maintenanceAnswer>;

/** Where a gateway of this PC is and how its administrator's token is found. */
export interface GatewayPlace {
  readonly port: number;
  /** OPTICS_DATA. */
  readonly data: string;
  readonly posId: string;
}

/** The running gateway as the scripts of its PC speak to it: over loopback, with the token from its data folder. */
export interface GatewayAdmin {
  /** `null` where nobody answers; 503 is an answer. */
  health(): Promise<Health | null>;
  maintenance(): Promise<Work>;
  begin(reason: string, minutes: number): Promise<Work>;
  end(): Promise<Work>;
  /** Throws with the gateway's own words. */
  backup(): Promise<void>;
  /** What the UPS says. */
  power(said: z.input<typeof powerRequest>): Promise<z.infer<typeof powerAnswer>>;
  stop(): Promise<void>;
}

const BY = 'update';

export function gatewayAdmin({ port, data, posId }: GatewayPlace): GatewayAdmin {
  function token(): string {
    const file = join(data, 'gateway', posId, 'token');
    const given = process.env['GATEWAY_TOKEN'];
    if (given) return given;
    if (!existsSync(file)) throw new Error(`there is no administrator's token in ${file} (run this as the user who may read it)`);
    return readFileSync(file, 'utf8').trim();
  }

  async function call(method: string, path: string, within: number, body?: unknown): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(within),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said: unknown = await answer.json();
    if (answer.ok) return said;
    const { title = '', detail = '', code = answer.status } = said as { title?: string; detail?: string; code?: string };
    throw new Error(`${path}: ${title} ${detail} (${code})`);
  }

  return {
    async health() {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      if (answer === null) return null;
      return health.safeParse(await answer.json().catch(() => null)).data ?? null;
    },
    maintenance: async () => maintenanceAnswer.parse(await call('GET', '/v1/pos/maintenance', 5_000)),
    // A receipt at the register is waited for: a device may take half a minute.
    begin: async (reason, minutes) =>
      maintenanceAnswer.parse(
        await call('POST', '/v1/pos/maintenance', 60_000, { reason, estimated_duration_minutes: minutes, by: BY }),
      ),
    end: async () => maintenanceAnswer.parse(await call('DELETE', '/v1/pos/maintenance', 5_000, { by: BY })),
    async backup() {
      await call('POST', '/v1/backup', 300_000);
    },
    power: async (said) => powerAnswer.parse(await call('POST', '/v1/power', 5_000, said)),
    async stop() {
      await call('POST', '/v1/stop', 5_000);
    },
  };
}
