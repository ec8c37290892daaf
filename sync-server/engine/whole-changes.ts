interface Change {
  readonly id: string;
}
type ProcessChange = (doc: object | undefined, metadata: { readonly id: string }, options: object) => Change;
interface Asked {
  processChange: ProcessChange;
  onChange?: (change: Change, ...more: unknown[]) => void;
  complete: (error: unknown, answer?: { results: Change[] }) => void;
}
/** The adapter's own part of a PouchDB. */
interface Adapter {
  _changes(asked: Asked): unknown;
}

/**
 * PouchDB's LevelDB adapter fetches the body of the winning revision apart from the row that it reads. Where a merge has replaced that
 * revision in between, automatic compaction has taken its body, and the adapter throws out of a stream's callback: nobody can catch it,
 * the process ends, and the listing never does. Such a row is left out here: what replaced the revision has a later sequence, which
 * lies behind this listing's end and comes with the next one. Changes of a device's database and of the server's alike.
 */
export function changesWhole<T extends object>(pouch: T): T {
  const adapter = pouch as T & Adapter;
  const changes = adapter._changes.bind(adapter);
  adapter._changes = (asked) => {
    const superseded = new WeakSet<Change>();
    const { processChange, onChange, complete } = asked;
    asked.processChange = (doc, metadata, options) => {
      if (doc !== undefined) return processChange(doc, metadata, options);
      const change = { id: metadata.id, changes: [], doc: {} };
      superseded.add(change);
      return change;
    };
    if (onChange) asked.onChange = (change, ...more) => (superseded.has(change) ? undefined : onChange(change, ...more));
    asked.complete = (error, answer) => {
      if (answer?.results) answer.results = answer.results.filter((change) => !superseded.has(change));
      complete(error, answer);
    };
    return changes(asked);
  };
  return adapter;
}
