import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Purpose } from './words.ts';

/** What a pair asks of the bench. `rim`: of the frame; `null`: none is chosen yet, or nothing is known of it. */
export interface PairToMake {
  readonly purpose: Purpose;
  readonly rim: 'full' | 'half' | 'rimless' | null;
}

const MAKING = /изготов|сборк|assembl|making/i;
/** A surcharge for haste is no making, and what people call "urgent" is asked for by itself. */
const HASTE = /срочн|экспресс|express|rush/i;
const KINDS = {
  rimless: /безобод|винт|rimless|drill/i,
  progressive: /прогресс|progress/i,
  half: /полуобод|леск|half|semi/i,
} as const;
type Kind = keyof typeof KINDS;

const kindsOf = (name: string): Kind[] => (Object.keys(KINDS) as Kind[]).filter((kind) => KINDS[kind].test(name));

/** Is it the making of glasses itself? A price list has no field for it: by what it is called. */
export const isMaking = ({ name }: Pick<CatalogueEntry, 'name'>): boolean => MAKING.test(name) && !HASTE.test(name);

/**
 * The making that a pair asks for, of what the shop sells: that of drilled frames before that of progressive lenses before that of half
 * rims, as each is dearer than the next; else the plain one. `null` where the price list has none.
 */
export function usualMaking(services: readonly CatalogueEntry[], { purpose, rim }: PairToMake): CatalogueEntry | null {
  const makings = services.filter(isMaking);
  const wanted: readonly Kind[] = [
    ...(rim === 'rimless' ? (['rimless'] as const) : []),
    ...(purpose === 'progressive' ? (['progressive'] as const) : []),
    ...(rim === 'half' ? (['half'] as const) : []),
  ];
  for (const kind of wanted) {
    const special = makings.find(({ name }) => kindsOf(name).includes(kind));
    if (special) return special;
  }
  return makings.find(({ name }) => kindsOf(name).length === 0) ?? null;
}
