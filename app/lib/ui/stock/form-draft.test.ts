import { expect, it } from 'vitest';
import { movementOf } from '$design/folds/movement.ts';
import { paperOf } from '$design/stock/desk.ts';
import { paperFact } from '$design/stock/paper.ts';
import { openTransfers, transferId } from '$design/stock/transfers.ts';
import { emptyDraft, goesOn, joined, surplusOf, withKind, withLines, type FormDraft } from './form-draft.ts';

const codes = ['a', 'b'].map((code) => ({ sku: 'RB-1', code }));
const scanned: FormDraft = { ...emptyDraft('receipt'), lines: [{ sku: 'RB-1', qty: 2 }], codes };

it('pieces that were scanned stay scanned when the paper becomes another kind', () => {
  expect(withKind({ ...scanned, party: 'Оптик-Снаб' }, 'write-off')).toEqual({
    ...emptyDraft('write-off'),
    lines: scanned.lines,
    codes,
  });
});

it('a piece whose line was taken out or cut by hand can be scanned again', () => {
  expect(withLines(scanned, []).codes).toEqual([]);
  expect(withLines(scanned, [{ sku: 'RB-1', qty: 1 }]).codes).toEqual([codes[0]]);
  expect(withLines(emptyDraft('sent'), [])).toEqual(emptyDraft('sent'));
});

it('«accept» pressed again on the same transfer goes on where the scanner was', () => {
  const begun: FormDraft = { ...scanned, kind: 'accepted', of: 'stock-transfer:1', expected: [{ sku: 'RB-1', qty: 5 }] };
  const anew: FormDraft = { ...begun, lines: [], expected: [{ sku: 'RB-1', qty: 4 }] };
  expect(goesOn(begun, anew)).toEqual({ ...begun, expected: anew.expected });
  expect(goesOn(begun, { ...anew, of: 'stock-transfer:2' })).toBeNull();
  expect(goesOn({ ...begun, kind: 'write-off' }, { ...anew, kind: 'recalled' })).toBeNull();
  expect(goesOn(scanned, emptyDraft('receipt'))).toBeNull();
});

it('lenses from the table join the delivery that is being scanned, and never replace it unasked', () => {
  const lenses: FormDraft = {
    ...emptyDraft('receipt'),
    lines: [
      { sku: 'L~-1.00', qty: 3 },
      { sku: 'RB-1', qty: 1 },
    ],
  };
  const both = joined({ ...scanned, party: 'Оптик-Снаб' }, lenses)!;
  expect([both.party, both.codes]).toEqual(['Оптик-Снаб', codes]);
  expect(new Map(both.lines.map(({ sku, qty }) => [sku, qty]))).toEqual(
    new Map([
      ['RB-1', 3],
      ['L~-1.00', 3],
    ]),
  );
  expect(joined({ ...scanned, kind: 'sent' }, lenses)).toBeNull();
  expect(joined(scanned, { ...lenses, of: 'purchase-order:1' })).toBeNull();
});

it('pieces that arrived beyond what was sent leave the shelf of whoever sent them, and the transfer is over', () => {
  const head = (hlc: string, store: string) => ({ hlc, store, by: null, pos: null, at: 1 });
  const lines = (qty: number) => [{ sku: 'RB-1', qty }];
  const of = transferId('demo-1', '7');
  const written = (hlc: string, store: string, draft: FormDraft) =>
    paperFact(paperOf(draft, { store, number: '7' }), head(hlc, store))!;
  const sent = written('1', 'demo-1', { ...emptyDraft('sent'), party: 'demo-2', lines: lines(2) });
  const came: FormDraft = { ...emptyDraft('accepted'), party: 'demo-1', number: '7', of, lines: lines(3) };
  const accepted = written('2', 'demo-2', came);
  const [open] = openTransfers([], [sent, accepted]);
  const settled = written('3', 'demo-1', surplusOf(open!, 'floor', 'отправили больше')!);
  expect(openTransfers([], [sent, accepted, settled])).toEqual([]);
  // The server's paper empties the transit of what was accepted there.
  const delivered = { ...accepted, _id: 'd', store: 'demo-1', from: 'transit', to: 'other-shop' };
  const { stock } = movementOf([sent, delivered, settled]);
  expect([stock['floor']?.['RB-1'], stock['transit']?.['RB-1'] ?? 0]).toEqual([-3_000, 0]);
  expect(surplusOf(openTransfers([], [sent])[0]!, 'floor', '')).toBeNull();
});
