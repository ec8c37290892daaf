import { HOUR } from '$design/time/clock.ts';
import { ServerError } from '../sync/server.client.ts';

/** A token is changed when it is older than this by the server's clock, ms. */
export const TOKEN_AGE = 24 * HOUR;

/** What a device keeps of its tokens. */
export interface DeviceTokens {
  readonly token: string;
  /** Server time when `token` was issued, epoch ms; absent on devices paired before it was kept. */
  readonly issued?: number;
  /** Asked for and not proved yet: the server keeps `token` valid until this one was used. */
  readonly next?: { readonly token: string; readonly issued: number } | null;
}

export interface RotationDeps {
  /** As it is on the device now: another tab may have changed it. */
  readonly read: () => DeviceTokens | null;
  readonly keep: (tokens: DeviceTokens) => void;
  /** Resolves when what was kept survives a kill; rejects where it cannot. */
  readonly durable: () => Promise<void>;
  /** A new token beside the one in use. */
  readonly issue: () => Promise<string>;
  /** Uses a token once; throws ServerError UNAUTHENTICATED where the server does not know it. */
  readonly prove: (token: string) => Promise<void>;
}

/**
 * Changes the device's token so that no kill and no lost answer locks it out: the new one is on the disk before it is used, the old one
 * is kept until the new one was.
 */
export class TokenRotation {
  private readonly deps: RotationDeps;

  constructor(deps: RotationDeps) {
    this.deps = deps;
  }

  /** Before anything else is asked: what a kill left between asking for a token and using it. Throws where the server does not answer. */
  async settle(): Promise<void> {
    const { deps } = this;
    const before = deps.read();
    if (!before?.next) return;
    const { next } = before;
    try {
      await deps.durable();
    } catch {
      // Used, it would end the old one, and a kill would leave the device with neither.
      return this.replace(before, { ...before, next: null });
    }
    try {
      await deps.prove(next.token);
    } catch (error) {
      if (!(error instanceof ServerError) || error.code !== 'UNAUTHENTICATED') throw error;
      // Not known to the server: it was restored, or another one followed. The old one is still good.
      return this.replace(before, { ...before, next: null });
    }
    this.replace(before, { token: next.token, issued: next.issued, next: null });
  }

  /** `now`: the server's clock, epoch ms. Failing is no harm: the next session tries again. */
  async rotate(now: number): Promise<void> {
    const { deps } = this;
    const before = deps.read();
    if (!before || before.next) return;
    if (before.issued === undefined) return deps.keep({ ...before, issued: now });
    if (now - before.issued < TOKEN_AGE) return;
    const token = await deps.issue();
    this.replace(before, { ...before, next: { token, issued: now } });
    await this.settle();
  }

  /** Not where the device was paired anew meanwhile. */
  private replace(before: DeviceTokens, after: DeviceTokens): void {
    if (this.deps.read()?.token === before.token) this.deps.keep(after);
  }
}
