import type { LocalDatabase, OpenRemote } from '../storage/database.types.ts';
import { ServerError } from './server-error.ts';
import type { ServerClient } from './server.client.ts';

/**
 * The server's databases for one kind of work, whose requests end with the step that asked for them. PouchDB swallows an error's own
 * words on its way, so the lane keeps them.
 */
export class Lane {
  private readonly client: ServerClient;
  private readonly openRemote: OpenRemote;
  private readonly onBytes: () => void;
  private readonly handsIn: boolean;
  private readonly remotes = new Map<string, LocalDatabase>();
  private readonly errors = new Map<string, ServerError>();
  private signal: AbortSignal = AbortSignal.abort();

  /** @param handsIn to the quarantine */
  constructor(client: ServerClient, openRemote: OpenRemote, onBytes: () => void, handsIn = false) {
    this.client = client;
    this.openRemote = openRemote;
    this.onBytes = onBytes;
    this.handsIn = handsIn;
  }

  /** Requests from here on end with this signal. */
  begin(signal: AbortSignal): void {
    this.signal = signal;
    this.errors.clear();
  }

  database(name: string): LocalDatabase {
    let remote = this.remotes.get(name);
    if (!remote) {
      remote = this.openRemote(this.client.databaseUrl(name), async (input, init) => {
        try {
          return await this.client.requestWith({ signal: this.signal, onBytes: this.onBytes, handsIn: this.handsIn })(
            input,
            init,
          );
        } catch (error) {
          if (error instanceof ServerError) this.errors.set(name, error);
          throw error;
        }
      });
      steady(remote, name);
      this.remotes.set(name, remote);
    }
    return remote;
  }

  /** Runs work on a database; what it throws is in the server's words where there were any. */
  async run<T>(name: string, work: (remote: LocalDatabase) => Promise<T>): Promise<T> {
    this.errors.delete(name);
    try {
      return await work(this.database(name));
    } catch (error) {
      this.signal.throwIfAborted();
      throw error instanceof ServerError ? error : (this.errors.get(name) ?? error);
    }
  }
}

/**
 * Two calls of PouchDB's replicator that must not fail: its id falls back to another one when the server does not answer (and everything
 * is read again from the beginning), and a failing `info`, asked for a figure only, is handled by nobody. Neither needs the line.
 */
function steady(remote: LocalDatabase, name: string): void {
  const info = { db_name: name, doc_count: 0, update_seq: 0 };
  Object.assign(remote, { id: () => Promise.resolve(`optics/${name}`), info: () => Promise.resolve(info) });
}
