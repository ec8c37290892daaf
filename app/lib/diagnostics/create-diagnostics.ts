import type { Till } from '../wiring/till.ts';
import { diagnosticFacts } from './diagnostic-facts.ts';
import { Diagnostics } from './diagnostics.ts';

/** The file for support, of this till at this moment. */
export const createDiagnostics = ({ pos, now, wait }: Till, parts: Parameters<typeof diagnosticFacts>[0]): Diagnostics =>
  new Diagnostics({ facts: () => diagnosticFacts(parts), till: pos, now, wait });
