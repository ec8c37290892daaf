import type { Photo } from '$design/documents/order-pair.ts';

/** A picture that waits for the server. */
export interface KeptPhoto {
  /** SHA-256 of the bytes, hex: also its key. */
  readonly digest: string;
  /** `order:…` */
  readonly order: string;
  readonly picture: Blob;
}

export interface PhotoStore {
  put(photo: KeptPhoto): Promise<void>;
  /** Digests, in the order of keeping. */
  digests(): Promise<readonly string[]>;
  get(digest: string): Promise<KeptPhoto | null>;
  remove(digest: string): Promise<void>;
}

export interface PhotoBoxDeps {
  readonly store: PhotoStore;
  /** Resolves once the server holds it for good; rejects where it is not certain. */
  readonly send: (photo: KeptPhoto) => Promise<void>;
  readonly shrink: (picture: Blob) => Promise<{ readonly picture: Blob; readonly thumbnail: Blob }>;
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
}

/**
 * Pictures of defects. The order holds the digest and a thumbnail, so that it travels; the picture itself stays on this device until the
 * server has confirmed it, for days if need be. Sending is by digest: once more does no harm.
 */
export class PhotoBox {
  waiting = 0;
  private sending: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly deps: PhotoBoxDeps;

  constructor(deps: PhotoBoxDeps) {
    this.deps = deps;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** On this device for good when it resolves. */
  async keep(order: string, raw: Blob): Promise<Photo> {
    const { picture, thumbnail } = await this.deps.shrink(raw);
    const digest = await this.deps.sha256(await bytesOf(picture));
    await this.deps.store.put({ digest, order, picture });
    await this.count();
    void this.flush();
    return { digest, thumbnail: base64(await bytesOf(thumbnail)) };
  }

  /** Sends what waits, one after another; what could not be sent stays. Never rejects. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll()
      .catch(() => undefined)
      .finally(() => (this.sending = null));
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    const { store, send } = this.deps;
    for (const digest of await store.digests()) {
      const photo = await store.get(digest);
      if (!photo) continue;
      try {
        await send(photo);
      } catch {
        // One that the server does not take must not keep the others back.
        continue;
      }
      await store.remove(digest);
      await this.count();
    }
    await this.count();
  }

  private async count(): Promise<void> {
    this.waiting = (await this.deps.store.digests()).length;
    for (const listener of [...this.listeners]) listener();
  }
}

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());
const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
