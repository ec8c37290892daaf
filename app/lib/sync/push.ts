import type { LocalDatabase } from '../storage/database.types.ts';
import type { Acknowledgements, Candidate } from './acknowledgements.ts';
import { codeOfRow, type Ledger, type RefusedRow } from './ledger.ts';

const BATCH = 100;

interface Bulk {
  results: { id: string; docs: ({ ok: Record<string, unknown> } | { error: unknown })[] }[];
}

export interface PushDeps {
  readonly database: string;
  readonly local: LocalDatabase;
  readonly remote: LocalDatabase;
  readonly acknowledged: Acknowledgements;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Called after each batch with what is still to go. */
  readonly onProgress: (left: number) => void;
}

/**
 * Pushes what the server lacks: asks by `_revs_diff`, sends the very revisions by `_bulk_docs` (`new_edits: false`). The steps of
 * CouchDB's protocol, done here rather than by `replicate.to`, because that one moves its checkpoint past a refused document and
 * ends "complete" (offline.md, finding 1). A document refused before is offered again with each push.
 * @returns documents written and refused
 * @throws where the server does not answer or the token is not valid: nothing counts as refused then
 */
export async function pushDatabase(deps: PushDeps): Promise<{ written: number; refused: number }> {
  const { list } = await deps.acknowledged.candidates(deps.database, deps.local);
  let written = 0;
  let refused = 0;
  for (let from = 0; from < list.length; from += BATCH) {
    const outcome = await pushBatch(deps, list.slice(from, from + BATCH));
    written += outcome.written;
    refused += outcome.refused;
    deps.onProgress(list.length - written);
  }
  if (written > 0) await deps.acknowledged.candidates(deps.database, deps.local);
  return { written, refused };
}

async function pushBatch(deps: PushDeps, batch: readonly Candidate[]): Promise<{ written: number; refused: number }> {
  deps.signal.throwIfAborted();
  const asked = Object.fromEntries(batch.map((c) => [c.id, [...c.revs]]));
  const missing = await deps.remote.revsDiff(asked);
  const accepted = new Set<string>();
  for (const { id, revs } of batch) {
    const lacking = new Set(missing[id]?.missing ?? []);
    for (const rev of revs) if (!lacking.has(rev)) deps.acknowledged.note(deps.database, id, rev);
    if (lacking.size === 0) accepted.add(id);
  }
  const wanted = Object.entries(missing).flatMap(([id, { missing: revs }]) => (revs ?? []).map((rev) => ({ id, rev })));
  let refused = 0;
  if (wanted.length > 0) {
    deps.signal.throwIfAborted();
    const bulk = (await deps.local.bulkGet({ docs: wanted, revs: true })) as unknown as Bulk;
    const docs = bulk.results.flatMap((r) => r.docs.flatMap((d) => ('ok' in d ? [d.ok] : [])));
    const rows = (await deps.remote.bulkDocs(docs as never, { new_edits: false })) as unknown as RefusedRow[];
    const errors = new Map(rows.filter((row) => row.error).map((row) => [row.id, row]));
    for (const { id, rev } of wanted) {
      const error = errors.get(id);
      if (!error) {
        accepted.add(id);
        deps.acknowledged.note(deps.database, id, rev);
        continue;
      }
      refused += 1;
      deps.ledger.refuse({ database: deps.database, id, rev, code: codeOfRow(error), at: deps.now() });
    }
  }
  deps.ledger.accept(deps.database, accepted);
  return { written: accepted.size, refused };
}
