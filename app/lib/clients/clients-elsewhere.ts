import { DomainError } from '$design/errors.ts';
import type { ServerClient } from '../sync/server.client.ts';
import { serverErrorOf } from '../sync/server-error.ts';
import type { OtherShopsClient } from './cards.model.ts';

/** What the server asks for before it tells about another shop's client. */
const LEAST_REASON = 5;

/** Asks the chain's server for clients of other shops. @throws ServerError (SERVER_UNREACHABLE without a network), DomainError */
export class ClientsElsewhere {
  private readonly server: Pick<ServerClient, 'origin' | 'requestWith'>;

  private readonly by: () => string | null;

  /** @param by whose hands ask: the server keeps it */
  constructor(server: Pick<ServerClient, 'origin' | 'requestWith'>, by: () => string | null) {
    this.server = server;
    this.by = by;
  }

  async find(text: string): Promise<readonly OtherShopsClient[]> {
    const { clients } = await this.ask<{ clients: readonly OtherShopsClient[] }>('find', { text: text.trim() });
    return clients;
  }

  /** Resolves with the id of the copy. */
  async bring({ id, store }: Pick<OtherShopsClient, 'id' | 'store'>, reason: string): Promise<string> {
    if (reason.trim().length < LEAST_REASON) throw new DomainError('BODY_INVALID');
    return (await this.ask<{ id: string }>('bring', { id, store, reason: reason.trim() })).id;
  }

  private async ask<T>(what: 'find' | 'bring', body: object): Promise<T> {
    const { origin, requestWith } = this.server;
    const response = await requestWith()(`${origin}/api/clients/${what}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...body, by: this.by() }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw serverErrorOf(response.status, response.headers, answer);
    return answer as T;
  }
}
