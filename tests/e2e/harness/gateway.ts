import type { z } from 'zod';
import type { BufferStatus, ReceiptAnswer, ShiftState, shiftOpenRequest } from '../../../design/fiscal/wire.ts';
import { askJson } from './http-json.ts';

/** A gateway asked as an administrator: no lease needed, so that a test looks without disturbing the till. */
export class GatewayClient {
  readonly url: string;
  readonly authorization: string;
  readonly #headers: Record<string, string>;

  constructor(port: number, token: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.authorization = `Bearer ${token}`;
    this.#headers = { authorization: this.authorization };
  }

  buffer(): Promise<BufferStatus> {
    return this.#get('/v1/kkt/buffer/status');
  }

  shift(): Promise<ShiftState> {
    return this.#get('/v1/kkt/shift');
  }

  byKey(key: string): Promise<ReceiptAnswer> {
    return this.#get(`/v1/kkt/receipt/by-key/${key}`);
  }

  openShift(body: z.input<typeof shiftOpenRequest>): Promise<ShiftState> {
    return askJson(`${this.url}/v1/kkt/shift/open`, { method: 'POST', body, headers: this.#headers });
  }

  receipt(key: string, body: unknown): Promise<ReceiptAnswer> {
    return askJson(`${this.url}/v1/kkt/receipt`, {
      method: 'POST',
      body,
      headers: { ...this.#headers, 'idempotency-key': key },
    });
  }

  /** The emergency measure of requirements B-47. */
  setCapacity(capacity: number, reason: string): Promise<unknown> {
    return askJson(`${this.url}/v1/kkt/buffer/capacity`, {
      method: 'PUT',
      body: { capacity, reason, by: 'staff:administrator' },
      headers: this.#headers,
    });
  }

  #get<T>(path: string): Promise<T> {
    return askJson<T>(`${this.url}${path}`, { headers: this.#headers });
  }
}
