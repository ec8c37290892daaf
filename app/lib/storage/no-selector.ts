/** Stands in for `pouchdb-selector-core` in the app's bundle: PouchDB asks it only for changes by a selector, and no device does. */
export function matchesSelector(): never {
  throw new Error('no selectors on a device');
}
