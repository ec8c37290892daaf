/** The parts of PouchDB's plug-ins and of LevelDB that the embedded engine touches and that bring no types. */
declare module 'pouchdb-adapter-leveldb' {
  const plugin: PouchDB.Plugin;
  export default plugin;
}

declare module 'leveldown' {
  interface LevelDown {
    open(options: object, callback: (error?: Error) => void): void;
    put(key: string, value: string, options: { sync: boolean }, callback: (error?: Error) => void): void;
    close(callback: (error?: Error) => void): void;
  }
  interface LevelDownFactory {
    (location: string): LevelDown;
    destroy(location: string, callback: (error?: Error) => void): void;
  }
  const leveldown: LevelDownFactory;
  export default leveldown;
}
