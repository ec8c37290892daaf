import type { AppFacts } from '../../../design/invariant.ts';
import type { JournalRow } from '../../../design/fiscal/journal-copy.ts';
import type { Clock } from '../../../design/time/clock.ts';
import type { ServerClient } from '../../../fiscal-gateway/link/server-client.ts';

/** The sync server as far as the journal copy goes: keeps every row it ever got and places the documents in them. */
export class BenchServer {
  readonly #rows = new Map<string, JournalRow>();
  readonly client: ServerClient;

  constructor(clock: Clock) {
    this.client = {
      post: async (path, body) => {
        if (path.endsWith('heartbeat')) return Promise.resolve({ kind: 'ok', body: { now: clock.now() } });
        const { rows } = body as { rows: JournalRow[] };
        for (const row of rows) this.#rows.set(`${row.seq} ${JSON.stringify(row)}`, row);
        return Promise.resolve({ kind: 'ok', body: { acknowledged: rows.at(-1)?.seq ?? 0, now: clock.now() } });
      },
      close: async () => Promise.resolve(),
    };
  }

  /** What till and back office hold once they have replicated. */
  facts(): AppFacts {
    const rows = [...this.#rows.values()];
    const once = <T extends { readonly _id: string }>(documents: readonly (T | null | undefined)[]): T[] => [
      ...new Map(documents.flatMap((document) => (document ? [[document._id, document] as const] : []))).values(),
    ];
    const saleOf = new Map(rows.flatMap((row) => (row.sale && row.key ? [[row.key, row.sale._id] as const] : [])));
    const results = once(rows.map(({ result }) => result));
    return {
      sales: once(rows.map(({ sale }) => sale)),
      results,
      voids: rows.flatMap(({ kind, key }) => {
        const sale = kind === 'receipt-voided' && key ? saleOf.get(key) : undefined;
        return sale ? [{ sale }] : [];
      }),
      tray: [],
      shiftEvents: once(rows.map(({ event }) => event)),
      cash: once(rows.map(({ cash }) => cash)),
    };
  }

  /** Every revision of every fiscal result that was told: one for each, or till and server would hold two. */
  revisions(): Map<string, Set<string>> {
    const all = new Map<string, Set<string>>();
    for (const { result } of this.#rows.values()) {
      if (result) all.set(result._id, (all.get(result._id) ?? new Set()).add(result._rev ?? ''));
    }
    return all;
  }
}
