import { expect, it } from 'vitest';
import { invariantViolations } from './invariant.ts';
import type { InvariantFacts, InvariantRule } from './invariant.ts';

const marks = [
  { fn: 'F', fd: 1, type: 'registration', total: null },
  { fn: 'F', fd: 2, type: 'shift-open', total: null },
  { fn: 'F', fd: 3, type: 'receipt', total: 100 },
];
const result = { _id: 'fiscal-result:a', sale: 'sale:a', fn: 'F', fd: 3, total: 100 };
const event = { _id: 'shift-event:F-2', _rev: '1-x' };
const sound = {
  drive: marks,
  ofd: marks,
  journal: {
    documents: marks.map((mark) => ({ ...mark, receipt: null, sale: mark.type === 'receipt' ? 'sale:a' : null })),
    receipts: [{ key: 'k', fn: 'F', fd: 3 }],
    shiftEvents: [event],
    cash: [],
  },
  app: { sales: [{ _id: 'sale:a', total: 100 }], results: [result], voids: [], tray: [], shiftEvents: [event], cash: [] },
} satisfies InvariantFacts;

const rulesOf = (facts: InvariantFacts): InvariantRule[] => [...new Set(invariantViolations(facts).map(({ rule }) => rule))];

it('finds nothing where everything agrees', () => expect(invariantViolations(sound)).toEqual([]));

const { journal, app } = sound;
it.each<[string, InvariantRule[], InvariantFacts]>([
  ['a lost document', ['drive-in-ofd'], { ...sound, ofd: marks.slice(0, 2) }],
  ['a document doubled at the operator', ['no-double'], { ...sound, ofd: [...marks, marks[2]!] }],
  [
    'a document nobody registered',
    ['ofd-in-drive'],
    { ...sound, ofd: [...marks, { fn: 'F', fd: 4, type: 'receipt', total: 1 }] },
  ],
  [
    'a journal behind the drive',
    ['drive-in-journal'],
    { ...sound, journal: { ...journal, documents: journal.documents.slice(1) } },
  ],
  ['a hole in the drive', ['no-gap', 'journal-in-drive', 'ofd-in-drive'], { ...sound, drive: [marks[0]!, marks[2]!] }],
  ['another total at the operator', ['same-content'], { ...sound, ofd: [...marks.slice(0, 2), { ...marks[2]!, total: 1 }] }],
  [
    'one document bound to two keys',
    ['key-one-document'],
    { ...sound, journal: { ...journal, receipts: [...journal.receipts, { key: 'l', fn: 'F', fd: 3 }] } },
  ],
  ['a receipt the app does not know', ['receipt-has-result', 'sale-settled-once'], { ...sound, app: { ...app, results: [] } }],
  ['a sale registered and voided', ['sale-settled-once'], { ...sound, app: { ...app, voids: [{ sale: 'sale:a' }] } }],
  [
    'a result of nothing',
    ['result-has-receipt'],
    { ...sound, app: { ...app, results: [result, { ...result, _id: 'fiscal-result:b', sale: 'sale:b', fd: 9 }] } },
  ],
  ['a shift event lost', ['shift-events-agree'], { ...sound, app: { ...app, shiftEvents: [] } }],
  [
    'a shift event of another revision',
    ['shift-events-agree'],
    { ...sound, app: { ...app, shiftEvents: [{ ...event, _rev: '1-y' }] } },
  ],
])('finds %s', (_what, rules, facts) => expect(rulesOf(facts)).toEqual(rules));

it('leaves retired drives out, and documents on their way', () => {
  const history = [...app.results, { ...result, _id: 'fiscal-result:old', sale: 'sale:old', fn: 'OLD', fd: 7 }];
  const sales = [...app.sales, { _id: 'sale:old', total: 100 }];
  expect(rulesOf({ ...sound, app: { ...app, results: history, sales }, retired: ['OLD'] })).toEqual([]);
  expect(rulesOf({ ...sound, ofd: [], pendingDelivery: true })).toEqual([]);
  expect(rulesOf({ ...sound, ofd: [], resolved: sound.drive })).toEqual([]);
});

it('owes no fiscal result to a receipt of an API client, which carries no sale', () => {
  const foreign = { fn: 'F', fd: 4, type: 'receipt', total: 5 };
  const documents = [...journal.documents, { ...foreign, receipt: 'r', sale: null }];
  expect(rulesOf({ ...sound, drive: [...marks, foreign], ofd: [...marks, foreign], journal: { ...journal, documents } })).toEqual(
    [],
  );
});

it('takes a result whose receipt only the drive and the app know: the journal was restored from a backup', () => {
  const lost = { fn: 'F', fd: 4, type: 'receipt', total: 5 };
  const known = { ...result, _id: 'fiscal-result:lost', sale: 'sale:lost', fd: 4, total: 5 };
  const facts = {
    drive: [...marks, lost],
    ofd: [...marks, lost],
    journal: { ...journal, documents: [...journal.documents, { ...lost, receipt: null, sale: null }] },
    app: { ...app, results: [...app.results, known], sales: [...app.sales, { _id: 'sale:lost', total: 5 }] },
  };
  expect(rulesOf({ ...sound, ...facts })).toEqual([]);
  expect(rulesOf({ ...sound, app: facts.app })).toEqual(['result-has-receipt']);
});
