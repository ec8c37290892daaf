/**
 * What became of the browser's storage, as far as an error tells. `full`: no room is left. `closed`: the browser or PouchDB (after any
 * aborted transaction) shut the connection; a new one may work.
 */
export type StorageFault = 'full' | 'closed';

/** PouchDB hides the browser's own word in `reason` of its `indexed_db_went_bad`; `null` where the error is not about storage. */
export function storageFaultOf(error: unknown): StorageFault | null {
  const { name = '', reason = '', message = '' } = (error ?? {}) as { name?: string; reason?: string; message?: string };
  const words = `${name} ${String(reason)} ${message}`;
  if (/QuotaExceeded/.test(words)) return 'full';
  return /InvalidStateError|AbortError|indexed_db_went_bad|connection is clos/.test(words) ? 'closed' : null;
}
