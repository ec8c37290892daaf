/** `_local` documents of ours begin so; others are checkpoints of PouchDB's replicator. */
const OURS = 'optics-';

/** Id, behind `_local/`, of the note in which a server keeps how far a device has handed in (app/lib/sync/push-checkpoints.ts). */
export const pushNoteId = (device: number): string => `${OURS}push-${device}`;

/**
 * May this device read and write this `_local` document? Its own note and any replicator's, but neither another device's note (raised, it
 * would keep that one from sending again what a restored server lacks) nor the engine's settings.
 */
export const isLocalOf = (id: string, device: number): boolean => !id.startsWith(OURS) || id === pushNoteId(device);
