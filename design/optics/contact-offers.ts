import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { ContactLensContent } from '../documents/prescription.ts';
import { SIDES, type Side } from '../orders/words.ts';
import { contactAdd, isContactMade, type ContactLens, type ContactPower } from './contact-power.ts';
import { packsFor } from './contact-packs.ts';
import { minusNeed } from './lens-power.ts';

/** In what a lens is another than was prescribed: a person decides, nothing is forbidden. */
export type ContactDifference = 'BC' | 'DIA' | 'REPLACEMENT';
export interface ContactOffer {
  readonly entry: CatalogueEntry & { readonly contactLens: ContactLens };
  /** The prescription names this very article, or its brand. */
  readonly named: boolean;
  readonly differences: readonly ContactDifference[];
  readonly eyes: readonly { readonly eye: Side; readonly power: ContactPower }[];
}

/**
 * The contact lenses of a catalogue that are made in exactly what was prescribed for every eye that has a power: nobody is sold a power
 * near it. What the prescription names stands first, then what differs least, then the cheaper.
 */
export function contactOffers(
  content: Pick<ContactLensContent, 'od' | 'os' | 'replacement'>,
  entries: readonly CatalogueEntry[],
): ContactOffer[] {
  const eyes = SIDES.filter((eye) => content[eye].sph !== null);
  if (eyes.length === 0) return [];
  return entries
    .flatMap((entry): ContactOffer[] => {
      const { contactLens } = entry;
      if (!contactLens) return [];
      const powers = eyes.flatMap((eye) => {
        const power = powerIn(contactLens, content[eye]);
        return power ? [{ eye, power }] : [];
      });
      if (powers.length < eyes.length) return [];
      const all = eyes.map((eye) => content[eye]);
      const differs = (of: 'baseCurve' | 'diameter', has: number): boolean =>
        all.some((eye) => typeof eye[of] === 'number' && Math.abs(eye[of] - has) > 0.01);
      const differences: ContactDifference[] = [
        ...(differs('baseCurve', contactLens.bc) ? (['BC'] as const) : []),
        ...(differs('diameter', contactLens.dia) ? (['DIA'] as const) : []),
        ...(content.replacement && content.replacement !== contactLens.replacement ? (['REPLACEMENT'] as const) : []),
      ];
      const named = all.every(({ sku, brand }) => sku === entry.sku || isCalled(entry, brand ?? ''));
      return [{ entry: { ...entry, contactLens }, named, differences, eyes: powers }];
    })
    .sort(
      (a, b) =>
        Number(b.named) - Number(a.named) ||
        a.differences.length - b.differences.length ||
        a.entry.price - b.entry.price ||
        (a.entry.sku < b.entry.sku ? -1 : 1),
    );
}

const isCalled = ({ name, brand }: CatalogueEntry, wanted: string): boolean =>
  wanted.trim() !== '' && `${brand} ${name}`.toLowerCase().includes(wanted.trim().toLowerCase());

function powerIn(lens: ContactLens, eye: ContactLensContent['od']): ContactPower | null {
  const { sph, cyl, axis, add } = eye;
  if (sph === null || !isContactMade(lens, { sph, cyl: cyl ?? 0, axis })) return null;
  const made = lens.adds ?? [];
  // A multifocal lens for a multifocal prescription, and the other way round.
  const code = add === null ? null : contactAdd(lens, add);
  if ((add === null) !== (made.length === 0) || (add !== null && code === null)) return null;
  const minus = minusNeed({ sph, cyl: cyl ?? 0, axis });
  return { sph: minus.sph, cyl: minus.cyl, axis: minus.cyl === 0 ? null : minus.axis, add: code };
}

export interface ContactLine {
  /** Both where both eyes wear the same power: their packs are shared. */
  readonly eyes: readonly Side[];
  readonly power: ContactPower;
  readonly packs: number;
}

/** What is sold of an offer for so many days: a line a power, right eye first. */
export function contactLines({ entry, eyes }: ContactOffer, days: number): ContactLine[] {
  const [first, second] = eyes;
  const same = first && second && JSON.stringify(first.power) === JSON.stringify(second.power);
  const packs = (count: 1 | 2): number => packsFor(entry.contactLens, { days }, count).packs;
  if (same) return [{ eyes: [first.eye, second.eye], power: first.power, packs: packs(2) }];
  return eyes.map(({ eye, power }) => ({ eyes: [eye], power, packs: packs(1) }));
}
