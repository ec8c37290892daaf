import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { contactLines, contactOffers } from './contact-offers.ts';

const EYE = { sph: null, cyl: null, axis: null, add: null };
const eye = (change: object) => ({ ...EYE, ...change });
const lens = (sku: string, contactLens: object = {}, change: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  ...{ sku, name: `Линзы ${sku}`, brand: 'Acme', kind: 'contact-lens', category: 'Контактные линзы', ean: null },
  ...{ price: 150_000, vat: '22', subject: 'goods' },
  contactLens: {
    ...{ bc: 8.6, dia: 14.2, pack: 6, replacement: 'two-weeks', sph: { min: -12, max: 8, step: 0.25 } },
    ...contactLens,
  },
  ...change,
});
const TORIC = { powers: [{ sph: { min: -6, max: 0, step: 0.25 }, cyl: [-0.75, -1.25], axes: [90, 180] }] };
const skus = (offers: ReturnType<typeof contactOffers>) => offers.map(({ entry }) => entry.sku);

describe('contact lenses for a prescription', () => {
  it('are made in exactly its powers: a toric eye gets no sphere, a power between the steps gets none at all', () => {
    const all = [lens('SPHERE'), lens('TORIC', TORIC)];
    expect(skus(contactOffers({ od: eye({ sph: -2.25 }), os: eye({ sph: -2.5 }) }, all))).toEqual(['SPHERE']);
    expect(skus(contactOffers({ od: eye({ sph: -2, cyl: -0.75, axis: 180 }), os: EYE }, all))).toEqual(['TORIC']);
    expect(skus(contactOffers({ od: eye({ sph: -2, cyl: -0.75, axis: 175 }), os: EYE }, all))).toEqual([]);
    expect(contactOffers({ od: eye({ sph: -2.125 }), os: EYE }, all)).toEqual([]);
    expect(contactOffers({ od: EYE, os: EYE }, all)).toEqual([]);
  });

  it('in plus notation are the same lens', () => {
    const [offer] = contactOffers({ od: eye({ sph: -2.75, cyl: 0.75, axis: 90 }), os: EYE }, [lens('TORIC', TORIC)]);
    expect(offer?.eyes).toMatchObject([{ eye: 'od', power: { sph: -2, cyl: -0.75, axis: 180, add: null } }]);
  });

  it('of a multifocal prescription are multifocal, with the maker’s own add', () => {
    const multi = lens('MULTI', { adds: [{ code: 'LOW', from: 0.75, to: 1.5 }] });
    const wanted = { od: eye({ sph: -1, add: 1.25 }), os: EYE };
    const [offer, ...more] = contactOffers(wanted, [multi, lens('SPHERE')]);
    expect([offer?.entry.sku, offer?.eyes[0]?.power.add, more]).toEqual(['MULTI', 'LOW', []]);
    expect(contactOffers({ od: eye({ sph: -1, add: 2.5 }), os: EYE }, [multi])).toEqual([]);
    expect(contactOffers({ od: eye({ sph: -1 }), os: EYE }, [multi])).toEqual([]);
  });

  it('stand with what the prescription names first, and say in what they differ', () => {
    const all = [lens('CHEAP', { bc: 8.4, replacement: 'day' }, { price: 1 }), lens('SAME'), lens('NAMED', { dia: 14 })];
    const od = eye({ sph: -2, baseCurve: 8.6, diameter: 14.2, brand: 'named' });
    const offers = contactOffers({ od, os: EYE, replacement: 'two-weeks' }, all);
    expect(offers.map(({ entry, differences }) => [entry.sku, differences])).toEqual([
      ['NAMED', ['DIA']],
      ['SAME', []],
      ['CHEAP', ['BC', 'REPLACEMENT']],
    ]);
  });

  it('are sold by packs an eye, or shared where both eyes wear one power', () => {
    const apart = contactOffers({ od: eye({ sph: -2 }), os: eye({ sph: -3 }) }, [lens('A')])[0]!;
    expect(contactLines(apart, 90)).toMatchObject([
      { eyes: ['od'], power: { sph: -2 }, packs: 2 },
      { eyes: ['os'], power: { sph: -3 }, packs: 2 },
    ]);
    const same = contactOffers({ od: eye({ sph: -2 }), os: eye({ sph: -2 }) }, [lens('A')])[0]!;
    expect(contactLines(same, 90)).toMatchObject([{ eyes: ['od', 'os'], packs: 3 }]);
  });
});
