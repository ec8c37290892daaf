import { z } from 'zod';
import type { Device } from '../../design/documents/people.ts';
import { ERRORS, type ErrorCode } from '../../design/errors.ts';
import type { DocumentInput, WriteResult } from '../engine/engine.ts';
import { domainErrorOf } from '../http/problems.ts';
import { judgeRow, type RowContext } from './row-check.ts';
import type { ReplicationStore } from './replication.ts';

const body = z.object({ docs: z.array(z.record(z.string(), z.unknown())).max(1_000), new_edits: z.boolean().default(true) });

/** A row as CouchDB answers it, with what our app reads beside (`name` is what makes PouchDB say "denied"). */
export type BulkRow =
  | { readonly ok: true; readonly id: string; readonly rev: string }
  | {
      readonly id: string;
      readonly rev?: string;
      readonly error: string;
      readonly name: string;
      readonly status: number;
      readonly reason: string;
      readonly code?: ErrorCode;
    };

export interface BulkDocsDeps {
  readonly store: ReplicationStore;
  contextOf(database: string, device: Device): Promise<RowContext>;
  /** Facts that were stored although something about them is odd. */
  flagged(database: string, facts: readonly { doc: DocumentInput; reasons: readonly string[] }[]): Promise<void>;
  /** A row was refused; counted, and seen in the log without its body. */
  refused(database: string, code: ErrorCode): void;
}

const refusal = (id: string, rev: unknown, code: ErrorCode, why: string): BulkRow => ({
  id,
  ...(typeof rev === 'string' ? { rev } : {}),
  error: 'forbidden',
  name: 'forbidden',
  status: 403,
  reason: `${code}: ${why || ERRORS[code].meaning}`,
  code,
});

/** Which of these databases is being written: one batch of facts after another, so that "already there?" and "write" are one step. */
const queues = new WeakMap<ReplicationStore, Map<string, Promise<unknown>>>();
function inTurn<T>(store: ReplicationStore, name: string, work: () => Promise<T>): Promise<T> {
  const names = queues.get(store) ?? new Map<string, Promise<unknown>>();
  queues.set(store, names);
  const next = (names.get(name) ?? Promise.resolve()).then(work, work);
  const done = next.then(
    () => undefined,
    () => undefined,
  );
  names.set(name, done);
  void done.then(() => names.get(name) === done && names.delete(name));
  return next;
}

/** `_bulk_docs`: each row judged by itself, refused rows answered as `forbidden` in the order of the request, the rest written. */
export async function writeBulkDocs(database: string, device: Device, raw: unknown, deps: BulkDocsDeps): Promise<BulkRow[]> {
  const request = body.safeParse(raw);
  if (!request.success) throw domainErrorOf(request.error);
  const { docs, new_edits: newEdits } = request.data;
  const context = await deps.contextOf(database, device);
  return inTurn(deps.store, database, async () => {
    const judged = docs.map((doc) => ({ doc, judgement: judgeRow(doc, newEdits, context) }));
    const factIds = judged.flatMap(({ doc, judgement }) =>
      judgement.refuse === null && judgement.fact ? [String(doc['_id'])] : [],
    );
    const stored = factIds.length === 0 ? new Map<string, string>() : await revisionsOf(deps.store, database, factIds);

    const rows: (BulkRow | null)[] = [];
    const accepted: { at: number; doc: DocumentInput; flags: readonly string[] }[] = [];
    for (const { doc, judgement } of judged) {
      const id = typeof doc['_id'] === 'string' ? doc['_id'] : '';
      if (judgement.refuse !== null) {
        rows.push(refusal(id, doc['_rev'], judgement.refuse, judgement.why));
        continue;
      }
      const held = judgement.fact ? stored.get(id) : undefined;
      if (held !== undefined && !newEdits && held === doc['_rev']) {
        rows.push({ ok: true, id, rev: held });
        continue;
      }
      if (held !== undefined && !newEdits) {
        rows.push(refusal(id, doc['_rev'], 'DOCUMENT_IMMUTABLE', 'a fact has one revision'));
        continue;
      }
      if (judgement.fact && !newEdits) stored.set(id, String(doc['_rev']));
      accepted.push({ at: rows.length, doc: doc as DocumentInput, flags: judgement.flags });
      rows.push(null);
    }

    const written =
      accepted.length === 0
        ? []
        : await deps.store.write(
            database,
            accepted.map((a) => a.doc),
            newEdits,
          );
    accepted.forEach(({ at }, i) => (rows[at] = rowOf(written[i]!)));
    const odd = accepted.filter(({ flags }, i) => flags.length > 0 && written[i]!.ok);
    if (odd.length > 0)
      await deps.flagged(
        database,
        odd.map(({ doc, flags }) => ({ doc, reasons: flags })),
      );
    for (const row of rows)
      if (row && 'code' in row && row.code && row.code !== 'DOCUMENT_CONFLICT') deps.refused(database, row.code);
    // CouchDB lists the failures only when it is given the revisions.
    return (rows as BulkRow[]).filter((row) => newEdits || !('ok' in row));
  });
}

async function revisionsOf(store: ReplicationStore, database: string, ids: readonly string[]): Promise<Map<string, string>> {
  const bodies = await store.bodies(database, ids);
  return new Map([...bodies].map(([id, doc]) => [id, doc._rev]));
}

function rowOf(result: WriteResult): BulkRow {
  if (result.ok) return { ok: true, id: result.id, rev: result.rev ?? '' };
  if (result.error === 'conflict') {
    return {
      id: result.id,
      error: 'conflict',
      name: 'conflict',
      status: 409,
      reason: 'Document update conflict.',
      code: 'DOCUMENT_CONFLICT',
    };
  }
  return refusal(result.id, null, 'DOCUMENT_IMMUTABLE', 'the validator refused it');
}
