import type { ReleaseManifest } from './release.ts';

/** May `old` take the journal over again after `next` has worked on it? Only where `next` says that its schema still suits the old one. */
export const mayRollBack = (old: Pick<ReleaseManifest, 'schema'>, next: Pick<ReleaseManifest, 'works_with'>): boolean =>
  next.works_with <= old.schema;
