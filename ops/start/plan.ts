import { z } from 'zod';

/** What `npm start` runs, decided from the environment alone. */
export interface PlannedProgram {
  readonly name: string;
  /** Path of its main file from the root of the repository. */
  readonly file: string;
  /** What it gets beside the environment of the start itself. */
  readonly env: Readonly<Record<string, string>>;
}

export interface PlannedPort {
  readonly port: number;
  /** Which variable moves it. */
  readonly variable: string;
}

export interface Plan {
  /** Programs that others lean on come first; those of one stage start side by side. */
  readonly stages: readonly (readonly PlannedProgram[])[];
  readonly ports: readonly PlannedPort[];
  readonly tills: readonly { readonly pos_id: string; readonly store: string; readonly url: string }[];
  readonly syncPort: number;
  readonly ofdUrl: string;
}

const port = (absent: number) => z.coerce.number().int().min(1).max(65_535).default(absent);
const environment = z.object({
  SYNC_PORT: port(8080),
  GATEWAY_PORT: port(8000),
  REGISTER_PORT: port(7778),
  OFD_PORT: port(9000),
  GATEWAY_POS_ID: z.string().default('POS-001'),
  GATEWAY_STORE: z.string().default('demo-1'),
  GATEWAY_REGISTER: z.string().default('emulator'),
  GATEWAY_OFD: z.string().optional(),
});

type Env = Readonly<Record<string, string | undefined>>;

/** Every variable the user has set stays as it is; an empty one counts as unset. */
const given = (env: Env): Env => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

/**
 * @param newToken one secret a gateway, made anew at each start unless GATEWAY_SYNC_TOKEN is set.
 * @param devApp address of the Vite server under `npm run dev`.
 * @throws ZodError naming the variable.
 */
export function planStart(userEnv: Env, tillCount: number, newToken: () => string, devApp: string | null = null): Plan {
  const env = environment.parse(given(userEnv));
  const numbers = Array.from({ length: tillCount }, (_, n) => n);
  const tills = numbers.map((n) => ({
    pos_id: posId(env.GATEWAY_POS_ID, n),
    store: env.GATEWAY_STORE,
    url: `http://127.0.0.1:${env.GATEWAY_PORT + n}`,
  }));
  const tokens = tills.map(() => userEnv['GATEWAY_SYNC_TOKEN'] || newToken());
  const emulatedRegister = env.GATEWAY_REGISTER === 'emulator';
  const ofdUrl = env.GATEWAY_OFD ?? `http://127.0.0.1:${env.OFD_PORT}`;
  const registerPort = (n: number): number => env.REGISTER_PORT + 2 * n;

  const registers = numbers.map((n): PlannedProgram => ({
    name: `register ${tills[n]!.pos_id}`,
    file: 'fiscal-gateway/emulator/register/main.ts',
    env: { REGISTER_PORT: String(registerPort(n)), REGISTER_NAME: tills[n]!.pos_id },
  }));
  const ofd: PlannedProgram = {
    name: 'ofd',
    file: 'fiscal-gateway/emulator/ofd/main.ts',
    env: { OFD_PORT: String(env.OFD_PORT) },
  };
  const syncServer: PlannedProgram = {
    name: 'sync-server',
    file: 'sync-server/main.ts',
    env: {
      SYNC_PORT: String(env.SYNC_PORT),
      OPTICS_DEMO_TILLS: JSON.stringify(tills),
      SYNC_GATEWAY_TOKENS: JSON.stringify(Object.fromEntries(tills.map((till, n) => [till.pos_id, tokens[n]]))),
      ...(devApp ? { OPTICS_DEV_APP: devApp } : {}),
    },
  };
  const gateways = numbers.map((n): PlannedProgram => ({
    name: `gateway ${tills[n]!.pos_id}`,
    file: 'fiscal-gateway/main.ts',
    env: {
      GATEWAY_PORT: String(env.GATEWAY_PORT + n),
      GATEWAY_POS_ID: tills[n]!.pos_id,
      GATEWAY_STORE: env.GATEWAY_STORE,
      GATEWAY_REGISTER: env.GATEWAY_REGISTER,
      GATEWAY_OFD: ofdUrl,
      GATEWAY_SYNC_URL: userEnv['GATEWAY_SYNC_URL'] || `http://127.0.0.1:${env.SYNC_PORT}`,
      GATEWAY_SYNC_TOKEN: tokens[n]!,
      REGISTER_PORT: String(registerPort(n)),
      OFD_PORT: String(env.OFD_PORT),
      SYNC_PORT: String(env.SYNC_PORT),
    },
  }));
  return {
    stages: [[...(emulatedRegister ? registers : []), ...(env.GATEWAY_OFD ? [] : [ofd]), syncServer], gateways],
    ports: [
      { port: env.SYNC_PORT, variable: 'SYNC_PORT' },
      ...numbers.map((n) => ({ port: env.GATEWAY_PORT + n, variable: 'GATEWAY_PORT' })),
      ...(emulatedRegister
        ? numbers.flatMap((n) => [0, 1].map((k) => ({ port: registerPort(n) + k, variable: 'REGISTER_PORT' })))
        : []),
      ...(env.GATEWAY_OFD ? [] : [{ port: env.OFD_PORT, variable: 'OFD_PORT' }]),
    ],
    tills,
    syncPort: env.SYNC_PORT,
    ofdUrl,
  };
}

/** The first till has the given name; the next ones count on: POS-001, POS-002 … */
function posId(first: string, n: number): string {
  const parts = /^(.*?)(\d+)$/.exec(first);
  if (!parts) return n === 0 ? first : `${first}-${n + 1}`;
  return parts[1]! + String(Number(parts[2]) + n).padStart(parts[2]!.length, '0');
}
