import { KnownReceipts, type KnownReceiptsDeps } from '../refund/known-receipts.ts';
import type { ServerClient } from '../sync/server.client.ts';
import { CorrectionStore, type CorrectionDeps } from './correction.store.svelte.ts';
import { standingOf } from './standing.ts';

type Given = Omit<CorrectionDeps, 'standing'> &
  Pick<KnownReceiptsDeps, 'databases' | 'facts' | 'place'> & { readonly server: Pick<ServerClient, 'receipt'> };

/** The till's corrections with everything they stand on. */
export function createCorrection({ server, place, ...deps }: Given): CorrectionStore {
  const known = new KnownReceipts({ databases: deps.databases, facts: deps.facts, place });
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return new CorrectionStore({ ...deps, standing: (original) => standingOf({ known, server, wait }, original) });
}
