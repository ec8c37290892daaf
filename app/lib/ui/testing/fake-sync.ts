import type { RefusedDocument, SyncModel } from '$lib/app.model.ts';
import { NOW } from './fake-data.ts';

const REFUSED: RefusedDocument[] = (['sale', 'cash-movement', 'shift-event'] as const).map((type, n) => ({
  database: 'sales-demo-1-202611',
  id: `${type}:1763710000000-000${n}-0007`,
  rev: `1-${'a'.repeat(32)}`,
  code: (['DOCUMENT_MALFORMED', 'DOCUMENT_WRONG_STORE', 'CLOCK_WRONG'] as const)[n]!,
  at: NOW - 3_600_000 * (3 - n),
  last: NOW - 60_000,
  tries: 7 - n,
  type,
  when: NOW - 3_700_000 * (3 - n),
  total: type === 'shift-event' ? null : 1_239_000 + n * 100_050,
  fd: null,
}));

/** The states of the replication that a screen can show. */
export function fakeSync(has: (word: string) => boolean): SyncModel {
  const isAway = has('offline') || has('degraded');
  const words = ['revoked', 'login', 'slow', 'refused', 'sending'] as const;
  const word = words.find(has);
  const loading = has('firstload') ? { done: 12_450, total: 52_000 } : null;
  return {
    state: isAway ? 'waiting' : loading ? 'loading' : (word ?? 'synced'),
    unsent: isAway || word ? 41 : 0,
    refused: has('refused') ? REFUSED.length : 0,
    lastSync: loading ? null : NOW - 20_000,
    online: !has('offline'),
    since: NOW - 14_700_000,
    why: isAway ? 'SERVER_UNREACHABLE' : null,
    retryAt: isAway ? NOW + 12_000 : null,
    loading,
    handingIn: has('revoked') ? 41 : null,
    clockAhead: has('clock') ? -754_000 : 40,
    databases: ['store-demo-1', 'catalog', 'chain', 'sales-demo-1-202611', 'sales-demo-1-202610'].map((name, n) => ({
      name,
      unsent: n === 3 && (isAway || word) ? 41 : 0,
      refused: n === 3 && has('refused') ? REFUSED.length : 0,
      behind: loading !== null && n > 1,
      loading: loading && n === 3 ? loading : null,
      trouble: has('refused') && n === 4 ? 'CLOCK_WRONG' : null,
    })),
    refusals: () => Promise.resolve(has('refused') ? REFUSED : []),
    offerAgain: () => undefined,
    exportRefusals: () => Promise.resolve('{}'),
    checkSent: () =>
      isAway
        ? Promise.resolve([{ name: 'sales-demo-1-202611', documents: null, missing: null, error: 'SERVER_UNREACHABLE' }])
        : Promise.resolve([
            { name: 'sales-demo-1-202611', documents: 2_540, missing: has('refused') ? 3 : 0, error: null },
            { name: 'store-demo-1', documents: 312, missing: 0, error: null },
          ]),
  };
}
