import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Passed } from './line.ts';

interface Doc {
  readonly _id: string;
  readonly _rev: string;
}
const parsed = <T>(bytes: NonSharedBuffer): T | null => {
  try {
    return JSON.parse(bytes.toString()) as T;
  } catch {
    return null;
  }
};

const plain = (bytes: NonSharedBuffer, encoding: string | null): NonSharedBuffer =>
  encoding === 'br'
    ? brotliDecompressSync(new Uint8Array(bytes))
    : encoding === 'gzip'
      ? gunzipSync(new Uint8Array(bytes))
      : bytes;

/** What a device has sent, as its line saw it. */
export class Traffic {
  /** `database id rev` that the server has stored. */
  private readonly stored = new Set<string>();
  /** Documents whose body was sent although the server had stored it already. */
  readonly sentInVain: string[] = [];
  /** Requests that reached the server, by the last part of their path. */
  readonly requests = new Map<string, number>();

  note({ path, body, answer, status, encoding }: Passed): void {
    const [, , database, call = ''] = new URL(path, 'http://line').pathname.split('/');
    this.requests.set(call, (this.requests.get(call) ?? 0) + 1);
    if (call !== '_bulk_docs' || status !== 201 || answer === null) return;
    const docs = parsed<{ docs: Doc[] }>(body)?.docs ?? [];
    const errors = parsed<{ id: string; error?: string }[]>(plain(answer, encoding)) ?? [];
    const isRefused = (id: string): boolean => errors.some((row) => row.id === id && row.error !== undefined);
    for (const { _id, _rev } of docs) {
      const key = `${database} ${_id} ${_rev}`;
      if (this.stored.has(key)) this.sentInVain.push(key);
      else if (!isRefused(_id)) this.stored.add(key);
    }
  }
}
