import type { DeviceInfo, GatewayModel, OpenReceipts } from '../app.model.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { BufferStatus, ReceiptAnswer, ShiftState } from '$design/fiscal/wire.ts';
import type { Facts } from '../storage/facts.ts';
import type { LocalStore } from '../storage/local-store.ts';
import { openEventStream, type EventStream } from '../sync/event-stream.ts';
import { createGatewayClient, GatewayError, type GatewayClient, type LockAnswer } from './gateway.client.ts';

import type { LocalNetwork } from './local-network.ts';
import { TillLock } from './till-lock.ts';

const TOKEN = 'gateway-token';
const URL_KEY = 'gateway-url';
const HOLDER = 'holder';
/** The lease lasts 30 s at the gateway; renewed well before. */
const RENEW = 10_000;

export interface GatewayDeps {
  readonly store: LocalStore;
  readonly facts: Facts;
  readonly now: () => number;
  readonly uuid: () => string;
  readonly device: () => DeviceInfo | null;
  readonly deviceName: string;
  readonly cashier: () => Staff | null;
  readonly localNetwork: () => Promise<LocalNetwork>;
  readonly onReceipt: (answer: ReceiptAnswer) => void;
  /** The gateway told of its shift. */
  readonly onShift: () => void;
  /** The gateway answers again: what was left open can be settled. */
  readonly onReachable: () => void;
}

/**
 * The gateway of this till as it is now: pushed by its event stream, whose first words are the whole state (requirements A-72: pushed,
 * never polled). Only the lease is renewed by the clock.
 */
export class GatewayStore implements GatewayModel {
  reachable = $state(false);
  buffer = $state.raw<BufferStatus | null>(null);
  shift = $state.raw<ShiftState | null>(null);
  lock = $state.raw<LockAnswer | null>(null);
  otherTab = $state(false);
  busy = $state(false);
  needsCode = $state(false);
  pairing = $state(false);
  codeScreen = $state<GatewayModel['codeScreen']>('auto');
  private changedAt = $state(0);
  private wanted = $state(false);
  readonly client: GatewayClient;
  private readonly deps: GatewayDeps;
  private stream: EventStream | null = null;
  private till: TillLock | null = null;
  private timers: ReturnType<typeof setInterval>[] = [];

  constructor(deps: GatewayDeps) {
    this.deps = deps;
    this.changedAt = deps.now();
    this.client = createGatewayClient(
      () => {
        const info = deps.device();
        return this.url && info?.till ? { url: this.url, pos: info.till, token: deps.store.read<string>(TOKEN) } : null;
      },
      (input, init) => fetch(input, init),
    );
  }

  /** The address that a person typed at pairing counts before the one that the server names. */
  get url(): string | null {
    return this.deps.store.read<string>(URL_KEY) ?? this.deps.device()?.gatewayUrl ?? null;
  }

  /** What opens the gateway to this browser; `null` until it is paired. */
  get token(): string | null {
    return this.deps.store.read<string>(TOKEN);
  }

  get mode(): GatewayModel['mode'] {
    if (!this.reachable) return 'unreachable';
    return this.buffer?.network_status ?? 'checking';
  }

  get since(): number {
    return this.reachable ? (this.buffer?.network_since ?? this.changedAt) : this.changedAt;
  }

  get registerId(): string {
    return this.shift?.pos_id ?? this.deps.device()?.till ?? '';
  }

  /** May this tab sell: the gateway's lease and the browser's lock are ours. */
  get maySell(): boolean {
    return this.reachable && !this.otherTab && this.lock?.mine === true;
  }

  start(): void {
    const info = this.deps.device();
    if (this.stream || !info?.till) return;
    if (!this.url) {
      // The server knows no gateway of this till: only a person can tell.
      this.needsCode = true;
      return;
    }
    this.stream = openEventStream({
      connect: async (signal) => {
        await this.ensurePaired();
        return this.client.events(signal);
      },
      delay: (attempt) => Math.min(3_000, 300 * 2 ** attempt),
      silence: 60_000,
      onLost: (status) => {
        // Any other refusal is not about the token, and a new one may cost a person's walk to the administrator.
        if (status === 401) this.deps.store.remove(TOKEN);
        this.setReachable(false);
      },
      onEvent: ({ event, data }) => this.hear(event, JSON.parse(data)),
    });
    this.timers = [setInterval(() => void this.renew(), RENEW)];
  }

  stop(): void {
    this.disconnect();
    this.till?.close();
    this.till = null;
  }

  /** Pairs with the gateway at `url` by its one-time code; what was in use stays in use until the new one has answered. */
  async pairWith(url: string, code: string): Promise<ErrorCode | null> {
    const info = this.deps.device();
    if (!info?.till || this.pairing) return 'FORBIDDEN';
    this.pairing = true;
    try {
      const { token, pos_id } = await this.client.pair(url, {
        name: this.deps.deviceName,
        code,
        pos_id: info.till,
        store: info.store,
      });
      if (pos_id !== info.till) return 'WRONG_TILL';
      if (url === info.gatewayUrl) this.deps.store.remove(URL_KEY);
      else this.deps.store.write(URL_KEY, url);
      this.deps.store.write(TOKEN, token);
      this.needsCode = false;
      this.codeScreen = 'auto';
      this.disconnect();
      this.start();
      return null;
    } catch (error) {
      return error instanceof GatewayError ? error.code : 'INTERNAL';
    } finally {
      this.pairing = false;
    }
  }

  /** A wrong or right PIN, told to the gateway so that it counts over reloads and browsers. `null` where it does not answer. */
  async pinAttempt(staff: string, success: boolean | null): Promise<{ readonly wait: number } | null> {
    if (!this.reachable) return null;
    try {
      const { retry_after_seconds: wait } = await this.client.pinAttempt(staff, success);
      return { wait };
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'PIN_LOCKED') return null;
      return { wait: Number(error.details['retry_after_seconds'] ?? 0) };
    }
  }

  /** This tab is to sell: takes the browser's lock where it is free, then the gateway's lease. */
  async want(): Promise<void> {
    this.wanted = true;
    this.till ??= new TillLock((mine) => {
      this.otherTab = !mine;
      if (!mine) return;
      void this.renew();
      // What the other tab has left open is this one's to settle.
      if (this.reachable) this.deps.onReachable();
    });
    await this.till.acquire();
    await this.renew();
  }

  /** On leaving the page: the next browser need not wait for the lease to run out. */
  leave(): void {
    if (this.lock?.mine && this.till?.mine)
      void this.client.lock({ holder: this.holder(), release: true }, true).catch(() => null);
  }

  async takeLock(): Promise<ErrorCode | null> {
    return this.attempt(async () => {
      this.wanted = true;
      await this.till?.steal();
      this.lock = await this.client.lock({ holder: this.holder(), name: this.deps.deviceName, take: true });
      return this.lock.mine ? null : 'LOCK_HELD';
    });
  }

  /** Goes on with a print that was cut short. `null` also where nothing waited any more. */
  async continuePrint(): Promise<ErrorCode | null> {
    return this.attempt(async () => {
      await this.leased();
      await this.client.continuePrint();
      return null;
    });
  }

  async openDrawer(): Promise<ErrorCode | null> {
    return this.attempt(async () => {
      await this.leased();
      await this.client.openDrawer();
      return null;
    });
  }

  async sendNow(adminKey?: string): Promise<ErrorCode | null> {
    return this.attempt(async () => {
      await this.client.sendNow(adminKey);
      return null;
    });
  }

  async openReceipts(limit: number): Promise<OpenReceipts | null> {
    return this.client.openReceipts(limit).catch(() => null);
  }

  /** The shift as an answer has just told it. */
  async shiftTold(shift: ShiftState): Promise<void> {
    this.shift = shift;
    await this.deps.facts.adopt([shift.event]);
  }

  async refreshShift(): Promise<void> {
    await this.shiftTold(await this.client.shift());
  }

  /** One action at a time; any failure becomes a code for the screen. */
  private async attempt(action: () => Promise<ErrorCode | null>): Promise<ErrorCode | null> {
    if (this.busy) return 'REGISTER_BUSY';
    if (!this.deps.cashier()) return 'FORBIDDEN';
    this.busy = true;
    try {
      return await action();
    } catch (error) {
      return error instanceof GatewayError ? error.code : 'INTERNAL';
    } finally {
      this.busy = false;
    }
  }

  private holder(): string {
    let holder = this.deps.store.read<string>(HOLDER);
    if (!holder) {
      holder = this.deps.uuid();
      this.deps.store.write(HOLDER, holder);
    }
    return holder;
  }

  localNetwork(): Promise<LocalNetwork> {
    return this.deps.localNetwork();
  }

  private disconnect(): void {
    this.stream?.close();
    this.stream = null;
    for (const timer of this.timers.splice(0)) clearInterval(timer);
  }

  /** A demo's gateway pairs by itself; any other asks for a code, which only a person has. */
  private async ensurePaired(): Promise<void> {
    const info = this.deps.device();
    if (this.deps.store.read<string>(TOKEN)) {
      this.needsCode = false;
      return;
    }
    if (!info?.till || !this.url) throw new GatewayError('GATEWAY_UNREACHABLE', null);
    try {
      if (!info.demo) throw new GatewayError('UNAUTHENTICATED', 401);
      const asked = { name: this.deps.deviceName, code: null, pos_id: info.till, store: info.store };
      const answer = await this.client.pair(this.url, asked);
      this.deps.store.write(TOKEN, answer.token);
      this.needsCode = false;
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'UNAUTHENTICATED') this.needsCode = true;
      throw error;
    }
  }

  /** A press right after the PIN must not be refused for a lease that is still on its way. */
  async leased(): Promise<void> {
    if (this.lock?.mine !== true) await this.want();
  }

  private async renew(): Promise<void> {
    if (!this.wanted || !this.till?.mine || !this.reachable) return;
    try {
      this.lock = await this.client.lock({ holder: this.holder(), name: this.deps.deviceName });
    } catch (error) {
      // A refusal names the holder; a silent gateway is noticed by the stream.
      if (error instanceof GatewayError && error.code === 'LOCK_HELD') {
        const { holder, name } = error.details as { holder?: string; name?: string };
        this.lock = { holder: holder ?? null, name: name ?? null, mine: false, until: null };
      }
    }
  }

  private setReachable(reachable: boolean): void {
    if (reachable === this.reachable) return;
    this.reachable = reachable;
    this.changedAt = this.deps.now();
    if (!reachable) return;
    void this.renew();
    this.deps.onReachable();
  }

  private hear(event: string, body: unknown): void {
    // Whoever talks is there, also where the question at the opening of the stream was lost.
    this.setReachable(true);
    if (event === 'receipt') this.deps.onReceipt(body as ReceiptAnswer);
    else if (event === 'buffer') this.buffer = body as BufferStatus;
    else if (event === 'shift') {
      void this.shiftTold(body as ShiftState).catch(() => null);
      this.deps.onShift();
    } else if (event === 'lock') void this.renew();
  }
}
