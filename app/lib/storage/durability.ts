/**
 * Chromium answers an IndexedDB commit before the data has left the operating system's cache unless a transaction asks otherwise.
 * Databases that hold money ask: a power cut after "sale written" must not lose the sale (design §5). PouchDB passes no such option,
 * so the browser's own method is wrapped, once, before the first database opens.
 * @param isMoney decides by the IndexedDB name, e.g. `_pouch_sales-demo-1-202611`
 */
export function forceStrictDurability(isMoney: (databaseName: string) => boolean): void {
  const prototype = IDBDatabase.prototype;
  const original = Reflect.get<IDBDatabase, 'transaction'>(prototype, 'transaction');
  prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
    const strict = mode === 'readwrite' && isMoney(this.name);
    return original.call(this, stores, mode, strict ? { ...options, durability: 'strict' } : options);
  };
}
