import type { DeviceInfo, DeviceModel } from '../app.model.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { LocalStore } from '../storage/local-store.ts';
import { ServerError, type PairAnswer, type ServerClient, type Session } from '../sync/server.client.ts';

import { TokenRotation, type DeviceTokens } from './token-rotation.ts';

const KEY = 'device';
const SHOP = 'shop';
const DEFAULT_ZONE = 'Europe/Moscow';

/** What pairing gave, kept on the device. */
interface Paired extends DeviceTokens {
  readonly device: number;
  readonly store: string;
  readonly till: string | null;
  readonly scopes: DeviceInfo['scopes'];
  readonly demo: boolean;
  readonly gateway: PairAnswer['gateway'];
}
interface Shop {
  readonly name: string;
  readonly timeZone: string;
}

export interface DeviceDeps {
  readonly store: LocalStore;
  readonly client: () => ServerClient;
  readonly name: string;
  /** Pair by itself where the server lets it: a demo opened on this very machine. */
  readonly isLoopback: boolean;
  /** Till asked for in the address (`?till=POS-002`). */
  readonly wantedTill: string | null;
  readonly onPaired: () => void;
  /** Resolves when what was written to `store` survives a kill. */
  readonly durable: () => Promise<void>;
}

/** Who this browser is to the server. A device without a valid token goes on selling; it only cannot hand in. */
export class DeviceStore implements DeviceModel {
  state = $state<DeviceModel['state']>('starting');
  error = $state<ErrorCode | null>(null);
  again = $state(false);
  codeOnly = $state(false);
  readonly rotation: TokenRotation;
  private paired = $state.raw<Paired | null>(null);
  private shop = $state.raw<Shop | null>(null);
  private readonly deps: DeviceDeps;

  readonly info = $derived.by<DeviceInfo | null>(() => {
    if (!this.paired) return null;
    const { device, till, store, scopes, demo, gateway } = this.paired;
    const name = this.shop?.name ?? store;
    const timeZone = this.shop?.timeZone ?? DEFAULT_ZONE;
    return { device, till, store, storeName: name, timeZone, scopes, demo, gatewayUrl: gateway?.url ?? null };
  });

  constructor(deps: DeviceDeps) {
    this.deps = deps;
    this.rotation = new TokenRotation({
      read: () => deps.store.read<Paired>(KEY),
      keep: (tokens) => {
        const paired = deps.store.read<Paired>(KEY);
        if (paired) this.keep({ ...paired, ...tokens });
      },
      durable: deps.durable,
      issue: async () => (await deps.client().newToken()).token,
      prove: async (token) => void (await deps.client().session(token)),
    });
  }

  /** Read anew each time: the tab that syncs may have changed it. */
  get token(): string | null {
    return this.deps.store.read<Paired>(KEY)?.token ?? null;
  }

  askAgain(wanted: boolean): void {
    this.again = wanted;
    this.error = null;
  }

  async start(): Promise<void> {
    this.paired = this.deps.store.read<Paired>(KEY);
    this.shop = this.deps.store.read<Shop>(SHOP);
    if (this.paired) {
      this.state = 'paired';
      this.deps.onPaired();
    } else if (this.deps.isLoopback) {
      await this.pair(null, this.deps.wantedTill ?? undefined);
      // Refusing to pair by itself is how a server outside demo mode answers: no error to show.
      this.codeOnly = this.error === 'PAIRING_CODE_INVALID' || this.error === 'FORBIDDEN';
      if (this.codeOnly) this.error = null;
    } else {
      this.state = 'unpaired';
    }
  }

  async pair(code: string | null, till?: string): Promise<void> {
    if (this.state === 'pairing') return;
    this.state = 'pairing';
    this.error = null;
    try {
      const answer = await this.deps.client().pair({ code, name: this.deps.name, till: till ?? null });
      const { token, device, store, scopes, demo, gateway } = answer;
      this.keep({ token, issued: answer.time, next: null, device, store, till: answer.till, scopes, demo, gateway });
      this.state = 'paired';
      this.again = false;
      this.deps.onPaired();
    } catch (error) {
      this.error = error instanceof ServerError ? error.code : 'INTERNAL';
      // A till that is known goes on working with what it has.
      this.state = this.paired ? 'paired' : 'unpaired';
    }
  }

  /** The server's word on this device, at each session check. */
  learn(session: Session): void {
    const known = this.deps.store.read<Paired>(KEY);
    if (!known) return;
    const { device, store, till, scopes, demo, gateway } = session;
    const next = { ...known, device, store, till, scopes, demo, gateway: gateway ?? known.gateway };
    if (JSON.stringify(next) !== JSON.stringify(this.paired)) this.keep(next);
  }

  /** The shop's name and time zone, from its settings in the catalogue. */
  learnShop(settings: Settings): void {
    const shop = { name: settings.name, timeZone: settings.timeZone };
    if (this.shop?.name === shop.name && this.shop.timeZone === shop.timeZone) return;
    this.shop = shop;
    this.deps.store.write(SHOP, shop);
  }

  private keep(paired: Paired): void {
    this.paired = paired;
    this.deps.store.write(KEY, paired);
  }
}
