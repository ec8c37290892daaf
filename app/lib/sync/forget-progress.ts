import type { LocalStore } from '../storage/local-store.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { RemoteSequences } from './remote-sequences.ts';

/** The browser lost a database: what was pulled into it and pushed from it counts no more. */
export function forgetProgress(store: LocalStore, database: string): void {
  new RemoteSequences(store).forget(database);
  new Acknowledgements(store).rewind(database, 0);
}
