import { isServersOwn } from '$design/documents/server-types.ts';
import { pushNoteId } from '$design/sync/push-note.ts';
import type { LocalDatabase } from '../storage/database.types.ts';
import type { Acknowledgements } from './acknowledgements.ts';

interface Checkpoint {
  readonly _rev?: string;
  readonly seq?: number;
}

/** How far the server's note may lie behind ours: it is renewed after so many documents, and whatever lies between is asked for. */
const STRIDE = 200;
const ASKED = 500;

const idOf = (device: number): string => `_local/${pushNoteId(device)}`;

/**
 * How far this device has handed in, noted at the server, as CouchDB's own replicator does it: a server restored from a backup brings
 * back an older note, and then what it lost is sent again.
 */
export class PushCheckpoints {
  private readonly acknowledged: Acknowledgements;
  /** What the server's note says of the databases that were verified since this start of the server was first heard of. */
  private readonly planted = new Map<string, number>();
  /** Which start of the server speaks. */
  private instance: string | undefined;

  constructor(acknowledged: Acknowledgements) {
    this.acknowledged = acknowledged;
  }

  /** Once a session and database: does the server still hold what it has acknowledged? */
  async verify(database: string, local: LocalDatabase, remote: LocalDatabase, device: number): Promise<void> {
    if (this.planted.has(database)) return;
    const { instance } = this;
    const acknowledged = this.acknowledged.sequence(database);
    // Where nothing was ever acknowledged, everything is asked for anyway: a fresh till should not wait for this.
    const noted = acknowledged === 0 ? 0 : ((await this.read(remote, device))?.seq ?? 0);
    if (noted < acknowledged && (await this.lacksAny(local, remote, noted, acknowledged))) {
      this.acknowledged.rewind(database, noted);
    }
    // Started anew meanwhile: whom was it that answered?
    if (instance === this.instance) this.planted.set(database, noted);
  }

  /** Another device, another server: nothing is known of its notes. */
  forget(): void {
    this.planted.clear();
  }

  /** This start of the server speaks. One that was started anew may have been restored from a backup. `true`: it is another one. */
  hear(instance: string): boolean {
    const isAnother = this.instance !== undefined && this.instance !== instance;
    this.instance = instance;
    if (isAnother) this.forget();
    return isAnother;
  }

  /**
   * Is a note worth a request? Never before this start of the server was asked what it holds: a note of what another one acknowledged would
   * hide for ever what a restored server has lost.
   */
  isDue(database: string): boolean {
    const seq = this.acknowledged.sequence(database);
    const noted = this.planted.get(database);
    return seq > 0 && noted !== undefined && (noted === 0 || seq - noted >= STRIDE);
  }

  private async lacksAny(local: LocalDatabase, remote: LocalDatabase, from: number, to: number): Promise<boolean> {
    const { results } = await local.changes({ since: from, style: 'all_docs', return_docs: true });
    const rows = results.filter((row) => Number(row.seq) <= to && !isServersOwn(row.id));
    const asked = rows.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)] as const);
    for (let at = 0; at < asked.length; at += ASKED) {
      const missing = await remote.revsDiff(Object.fromEntries(asked.slice(at, at + ASKED)));
      if (Object.keys(missing).length > 0) return true;
    }
    return false;
  }

  /** Notes how far we are, where that is due. A failure costs nothing but a question at the next start. */
  async plant(database: string, remote: LocalDatabase, device: number): Promise<void> {
    if (!this.isDue(database)) return;
    const seq = this.acknowledged.sequence(database);
    try {
      const before = await this.read(remote, device);
      await remote.put({ _id: idOf(device), ...(before?._rev ? { _rev: before._rev } : {}), seq });
      this.planted.set(database, seq);
    } catch {
      // the next round tries again
    }
  }

  private async read(remote: LocalDatabase, device: number): Promise<Checkpoint | null> {
    try {
      return await remote.get(idOf(device));
    } catch (error) {
      if ((error as { status?: number }).status === 404) return null;
      throw error;
    }
  }
}
