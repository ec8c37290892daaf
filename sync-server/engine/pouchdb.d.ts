/** The parts of PouchDB's plug-ins and of LevelDB that the embedded engine touches and that bring no types. */
declare module 'pouchdb-adapter-leveldb' {
  const plugin: PouchDB.Plugin;
  export default plugin;
}

declare module 'leveldown' {
  interface LevelIterator {
    next(callback: (error: Error | null | undefined, key?: string, value?: string) => void): void;
    end(callback: (error?: Error) => void): void;
  }
  export interface LevelDown {
    readonly status: string;
    open(options: object, callback: (error?: Error) => void): void;
    /** Values in the order of their keys, `undefined` where there is none; all of one moment. */
    getMany(
      keys: string[],
      options: { asBuffer: false },
      callback: (error?: Error | null, values?: (string | undefined)[]) => void,
    ): void;
    compactRange(start: string, end: string, callback: (error?: Error) => void): void;
    iterator(options: object): LevelIterator;
    close(callback: (error?: Error) => void): void;
  }
  interface LevelDownFactory {
    (location: string): LevelDown;
    destroy(location: string, callback: (error?: Error) => void): void;
  }
  const leveldown: LevelDownFactory;
  export default leveldown;
}

declare module 'pouchdb-collate' {
  /** CouchDB's order of keys: below 0, 0, above 0. */
  export function collate(a: unknown, b: unknown): number;
}

declare module 'pouchdb-selector-core' {
  /** @throws Error for an operator that is not known */
  export function matchesSelector(doc: object, selector: object): boolean;
}
