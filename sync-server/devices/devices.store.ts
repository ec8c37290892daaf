import { CONTROL } from '../../design/databases.ts';
import { device as deviceShape, type Device, type DeviceScope } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import { rangeOf } from '../../design/ids.ts';
import { MINUTE, type Clock } from '../../design/time/clock.ts';
import { HLC_DEVICE_LIMIT } from '../../design/time/hlc.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';
import { hashOf, newToken } from './tokens.ts';

export interface NewDevice {
  readonly store: string;
  readonly till: string | null;
  readonly name: string;
  readonly scopes: readonly DeviceScope[];
}

/** Paired browsers. Memory is the truth while the server runs (one process a folder); `control` keeps it over restarts. */
export interface Devices {
  /** The device of a token, revoked ones included; the use of a new token ends the old one. */
  authenticate(token: string): Promise<Device | null>;
  pair(input: NewDevice): Promise<{ device: Device; token: string }>;
  /** A new token beside the one in use. A second call before the new one was used replaces the new one. */
  rotate(number: number): Promise<string>;
  revoke(number: number): Promise<void>;
  list(): Device[];
  byNumber(number: number): Device | null;
  /**
   * Who bore a number at an instant (epoch ms), where that can be told. A server restored from a copy gives numbers anew that devices
   * paired after the copy still bear: what was stamped before another shop's device was paired is not that device's, and must not be
   * refused as if it were.
   */
  bearerOf(number: number, at: number, store: string): Device | null;
  /** Called after a device was revoked. */
  onRevoked(listener: (number: number) => void): () => void;
}

/** How often "last seen" is written. */
const SEEN_EVERY = MINUTE;
const idOf = (number: number): string => `device:${String(number).padStart(6, '0')}`;

export async function createDevices(engine: Engine, clock: Clock, stamps: Stamps): Promise<Devices> {
  const control = await engine.open(CONTROL);
  const devices = new Map<number, Device>();
  const byHash = new Map<string, number>();
  const revokedListeners = new Set<(number: number) => void>();

  function remember(device: Device): void {
    for (const token of devices.get(device.number)?.tokens ?? []) byHash.delete(token.hash);
    devices.set(device.number, device);
    for (const token of device.tokens) byHash.set(token.hash, device.number);
  }

  for (const doc of await control.range(rangeOf('device'))) {
    const known = deviceShape.safeParse(doc);
    if (known.success) remember(known.data);
  }

  let queue: Promise<unknown> = Promise.resolve();
  /** One change after another: each sees the revision of the one before. */
  function change(number: number, to: (device: Device) => Device): Promise<Device> {
    const next = queue.then(async () => {
      const before = devices.get(number);
      if (!before) throw new DomainError('NOT_FOUND', { device: number });
      const after = { ...to(before), hlc: stamps() };
      const written = await control.put(after);
      if (!written.ok) throw new Error(`device ${number} was not written: ${written.error}`);
      const stored = { ...after, _rev: written.rev! };
      remember(stored);
      return stored;
    });
    queue = next.catch(() => undefined);
    return next;
  }

  async function pair(input: NewDevice): Promise<{ device: Device; token: string }> {
    const token = newToken();
    const next = queue.then(async () => {
      const number = Math.max(0, ...devices.keys()) + 1;
      if (number > HLC_DEVICE_LIMIT) throw new Error('device numbers are used up');
      const now = clock.now();
      const device: Device = {
        _id: idOf(number),
        type: 'device',
        schema: 1,
        hlc: stamps(),
        by: null,
        pos: input.till,
        number,
        store: input.store,
        till: input.till,
        name: input.name,
        scopes: [...input.scopes],
        tokens: [{ hash: hashOf(token), issued: now }],
        paired: now,
        seen: now,
        revoked: null,
      };
      const written = await control.put(device);
      if (!written.ok) throw new Error(`device ${number} was not written: ${written.error}`);
      await control.flush?.();
      const stored = { ...device, _rev: written.rev! };
      remember(stored);
      return stored;
    });
    queue = next.catch(() => undefined);
    return { device: await next, token };
  }

  return {
    async authenticate(token) {
      const hash = hashOf(token);
      const number = byHash.get(hash);
      if (number === undefined) return null;
      const device = devices.get(number)!;
      const now = clock.now();
      const older = device.tokens.length > 1 && device.tokens[0]!.hash === hash;
      if (!older && now - device.seen < SEEN_EVERY) return device;
      return change(number, (d) => ({ ...d, seen: now, tokens: older ? d.tokens.filter((t) => t.hash === hash) : d.tokens }));
    },
    pair,
    async rotate(number) {
      const token = newToken();
      await change(number, (d) => ({ ...d, tokens: [{ hash: hashOf(token), issued: clock.now() }, d.tokens.at(-1)!] }));
      await control.flush?.();
      return token;
    },
    async revoke(number) {
      await change(number, (d) => ({ ...d, revoked: d.revoked ?? clock.now() }));
      for (const listener of revokedListeners) listener(number);
    },
    list: () => [...devices.values()].sort((a, b) => a.number - b.number),
    byNumber: (number) => devices.get(number) ?? null,
    bearerOf(number, at, store) {
      const device = devices.get(number) ?? null;
      return device && (device.store === store || device.paired <= at) ? device : null;
    },
    onRevoked(listener) {
      revokedListeners.add(listener);
      return () => revokedListeners.delete(listener);
    },
  };
}
