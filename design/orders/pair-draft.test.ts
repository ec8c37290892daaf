import { describe, expect, it } from 'vitest';
import { family } from '../../tests/factories/lenses.ts';
import { eye, glasses } from '../../tests/factories/prescriptions.ts';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { pairDetails } from '../documents/order-pair.ts';
import {
  detailsOf,
  fittingFrom,
  lacksOf,
  linesOf,
  NO_FITTING,
  powerFor,
  purposeOf,
  quoteDraft,
  type PairDraft,
} from './pair-draft.ts';
import { promiseInputOf } from './promise-input.ts';

const RX = { ...glasses({ od: eye({ sph: -2, add: 2 }), os: eye({ sph: -1.5, add: 2 }) }), id: 'prescription:1', signedAt: 1 };
const TINTED = family({
  options: [{ code: 'TINT', kind: 'tint', name: 'Серая', price: 90_000 }],
  prism: [{ to: 4, price: 70_000 }],
});
const plain = (sku: string, kind: CatalogueEntry['kind'], price: number): CatalogueEntry => {
  const { lens: _lens, ...entry } = family({}, { sku, name: sku, kind, price });
  return entry;
};
const FRAME: CatalogueEntry = {
  ...plain('FRAME-1', 'frame', 500_000),
  frame: { a: 52, b: 36, ed: 54, dbl: 18, temple: 140, colour: 'чёрный', material: 'металл', rim: 'full', group: 'unisex' },
};
const LENS = { entry: TINTED, options: ['TINT'], stock: false };
const draft = (change: Partial<PairDraft> = {}): PairDraft => ({
  ...{ purpose: 'near', prescription: RX, frame: { whose: 'ours', entry: FRAME }, od: LENS, os: LENS, only: null },
  ...{ fitting: fittingFrom(RX, 'near'), work: [plain('WORK-1', 'service', 80_000)], rush: false },
  ...change,
});
const NAMES = { prism: 'Призма' };

describe('a pair while it is put together', () => {
  it('takes the power of its purpose, not the figures of the paper: near glasses have the addition in their sphere', () => {
    expect([powerFor(draft(), 'od')?.sph, powerFor(draft({ purpose: 'distance' }), 'od')?.sph]).toEqual([0, -2]);
    expect(powerFor(draft({ purpose: 'progressive' }), 'od')).toMatchObject({ sph: -2, add: 2 });
    expect(purposeOf(RX)).toBe('progressive');
    expect(fittingFrom(RX, 'near').od.pd! < fittingFrom(RX, 'distance').od.pd!).toBe(true);
  });

  it('is priced line by line: a surcharge is a line of its own, and the lines sum to the quote', () => {
    const prism = { horizontal: { amount: 2, base: 'in' as const }, vertical: null };
    const bent = draft({ purpose: 'distance', prescription: { ...RX, od: eye({ sph: -2, prism }) } });
    for (const one of [draft(), bent]) {
      const lines = linesOf(one, 'A', NAMES);
      expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(quoteDraft(one).total);
    }
    expect(linesOf(bent, 'A', NAMES).map(({ sku, part }) => `${sku} ${part}`)).toEqual([
      'FRAME-1 frame',
      'HOY-1001 lens-right',
      'HOY-1001+TINT lens-right',
      'HOY-1001+PRISM lens-right',
      'HOY-1001 lens-left',
      'HOY-1001+TINT lens-left',
      'WORK-1 work',
    ]);
  });

  it('is written as the order’s shape wants it', () => {
    const details = detailsOf(draft());
    expect(pairDetails.safeParse(details).success).toBe(true);
    expect(details).toMatchObject({
      od: { source: 'supplier', supplier: 'Hoya', tint: 'Серая' },
      frame: { sizes: { material: 'metal' } },
    });
    expect(promiseInputOf([details], 0, {})).toMatchObject({ design: 'single-vision', tint: true, rimless: false, prism: false });
  });

  it('says what it lacks, and is stopped where nobody measured the eyes', () => {
    expect(lacksOf(draft({ prescription: null }))).toEqual(['prescription']);
    expect(lacksOf(draft({ frame: null, os: null }))).toEqual(['frame', 'lens']);
    expect(lacksOf(draft({ only: 'od', os: null }))).toEqual([]);
    expect(lacksOf(draft({ prescription: { ...RX, os: eye({ sph: null }) } }))).toEqual(['power']);
    const codes = quoteDraft(draft({ fitting: NO_FITTING })).findings.map(({ code }) => code);
    expect(codes).toContain('PD_MISSING');
    expect(quoteDraft(draft()).findings.map(({ code }) => code)).not.toContain('PD_MISSING');
  });
});
