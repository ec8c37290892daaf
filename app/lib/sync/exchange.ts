/**
 * All that exchanges documents with the server, in one piece: fetched when the device is paired, beside the till's first paint. Nothing of
 * it is needed to sell (docs/decisions/0022).
 */
export { createMonths } from '../months/create-months.ts';
export { openRemote } from '../storage/pouch-remote.ts';
export { exportRefusals, refusedDocuments } from './refused-documents.ts';
export { reportSent } from './sent-report.ts';
export { SyncEngine } from './sync-engine.ts';
