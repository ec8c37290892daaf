import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FiscalMark, Violation } from '../../design/invariant.ts';
import { invariantViolations } from '../../design/invariant.ts';
import { journalEvidence } from '../../fiscal-gateway/journal/journal-evidence.ts';
import { GatewayClient } from '../e2e/harness/gateway.ts';
import { Ofd } from '../e2e/harness/ofd.ts';
import { freePort } from '../e2e/harness/ports.ts';
import { Program } from '../e2e/harness/program.ts';
import { receiptBody } from '../e2e/harness/receipts.ts';
import { RegisterControl } from '../e2e/harness/register.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';

const STORE = 'demo-1';

/** One till of a loaded chain: its gateway and its register as real processes. */
export class LoadTill {
  readonly pos: string;
  readonly register: Program;
  readonly gateway: Program;
  readonly client: GatewayClient;
  readonly drive: RegisterControl;
  readonly data: string;
  /** Answer times of accepted receipts, ms. */
  readonly took: number[] = [];
  /** Status of every refusal. */
  readonly refused: number[] = [];
  #shift: { fn: string; number: number; openedAt: number } | null = null;
  #number = 0;

  constructor(pos: string, data: string, ports: { register: number; gateway: number; ofd: number }, env: Record<string, string>) {
    const token = randomBytes(24).toString('base64url');
    const shared = { OPTICS_DEMO: '1', OPTICS_DATA: data, REGISTER_PORT: String(ports.register) };
    this.pos = pos;
    this.data = data;
    this.register = new Program(`register ${pos}`, 'fiscal-gateway/emulator/register/main.ts', {
      ...shared,
      OPTICS_DATA: join(data, `register-${pos}`),
      REGISTER_PRINT_MS: '0',
    });
    this.gateway = new Program(`gateway ${pos}`, 'fiscal-gateway/main.ts', {
      ...shared,
      GATEWAY_PORT: String(ports.gateway),
      GATEWAY_TOKEN: token,
      GATEWAY_POS_ID: pos,
      GATEWAY_STORE: STORE,
      GATEWAY_REGISTER: 'emulator',
      GATEWAY_OFD: `http://127.0.0.1:${ports.ofd}`,
      GATEWAY_RATE_LIMIT: '100000',
      // Nobody listens there: the chain's server is not what is measured.
      SYNC_PORT: '1',
      ...env,
    });
    this.client = new GatewayClient(ports.gateway, token);
    this.drive = new RegisterControl(ports.register + 1);
  }

  async start(): Promise<void> {
    await this.register.start();
    await this.gateway.start();
    const state = await this.client.openShift({ pos_id: this.pos, cashier: { name: 'Иванова А. П.' } });
    this.#shift = { fn: state.fn ?? '', number: state.number, openedAt: state.opened_at ?? 0 };
  }

  /** One sale; a refusal is counted, not thrown. */
  async sell(): Promise<void> {
    if (this.#shift === null) throw new Error(`${this.pos} has no shift`);
    this.#number += 1;
    const { key, body } = receiptBody(this.pos, STORE, this.#shift, this.#number);
    const sent = performance.now();
    const answer = await fetch(`${this.client.url}/v1/kkt/receipt`, {
      method: 'POST',
      headers: { authorization: this.client.authorization, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    await answer.arrayBuffer();
    if (answer.status === 201) this.took.push(performance.now() - sent);
    else this.refused.push(answer.status);
  }

  journal(): ReturnType<typeof journalEvidence> {
    return journalEvidence(join(this.data, 'gateway', this.pos, 'journal.sqlite'));
  }
}

/** Many tills, one operator: what the load lists of the requirements put under load. */
export class Chain {
  readonly tills: readonly LoadTill[];
  readonly ofdProgram: Program;
  readonly ofd: Ofd;
  readonly data: string;

  constructor(data: string, tills: readonly LoadTill[], ofdProgram: Program, ofd: Ofd) {
    [this.data, this.tills, this.ofdProgram, this.ofd] = [data, tills, ofdProgram, ofd];
  }

  get programs(): readonly Program[] {
    return [this.ofdProgram, ...this.tills.flatMap(({ register, gateway }) => [register, gateway])];
  }

  /** `each` receipts at every till, evenly over `ms`: all tills at once. */
  async sell(each: number, ms: number): Promise<void> {
    const selling = this.tills.map(async (till) => {
      const start = performance.now();
      for (let n = 0; n < each; n += 1) {
        const wait = start + (n * ms) / each - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        await till.sell();
      }
    });
    await Promise.all(selling);
  }

  /** Until every document is with the operator; answers how long that took, ms. */
  async delivered(within = 600_000): Promise<number> {
    const start = performance.now();
    const empty = async (): Promise<boolean> =>
      (await Promise.all(this.tills.map(({ client }) => client.buffer()))).every(
        ({ unsent_documents }) => unsent_documents === 0,
      );
    await waitUntil('everything delivered', empty, { within, every: 100 });
    return performance.now() - start;
  }

  async violations(): Promise<Violation[]> {
    const held = await this.ofd.held();
    const checked = this.tills.map(async (till) => {
      const drive: FiscalMark[] = await till.drive.documents();
      const fns = new Set(drive.map(({ fn }) => fn));
      return invariantViolations({ drive, ofd: held.filter(({ fn }) => fns.has(fn)), journal: till.journal() });
    });
    return (await Promise.all(checked)).flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.stop()));
    await rm(this.data, { recursive: true, force: true, maxRetries: 3 });
  }
}

export async function startChain(size: number, env: Record<string, string> = {}): Promise<Chain> {
  const data = await mkdtemp(join(tmpdir(), 'optics-load-'));
  const ofdPort = await freePort();
  const ofdProgram = new Program('ofd', 'fiscal-gateway/emulator/ofd/main.ts', {
    OPTICS_DEMO: '1',
    OPTICS_DATA: data,
    OFD_PORT: String(ofdPort),
    OFD_TCP_PORT: String(await freePort()),
  });
  const taken = new Set([ofdPort]);
  const free = async (beside: number): Promise<number> => {
    for (;;) {
      const port = await freePort(beside);
      if (taken.has(port) || taken.has(port + beside)) continue;
      taken.add(port).add(port + beside);
      return port;
    }
  };
  const tills: LoadTill[] = [];
  for (let n = 1; n <= size; n += 1) {
    const ports = { register: await free(1), gateway: await free(0), ofd: ofdPort };
    tills.push(new LoadTill(`POS-${String(n).padStart(3, '0')}`, data, ports, env));
  }
  const chain = new Chain(data, tills, ofdProgram, new Ofd(ofdPort));
  try {
    await ofdProgram.start();
    for (const till of tills) await till.start();
    return chain;
  } catch (error) {
    await chain.stop();
    throw error;
  }
}
