import type { ContactLens } from './contact-power.ts';

/** Days that one lens is worn or kept once opened, by its replacement schedule. */
export const REPLACEMENT_DAYS: Readonly<Record<ContactLens['replacement'], number>> = {
  day: 1,
  'two-weeks': 14,
  month: 30,
  quarter: 90,
  'half-year': 180,
  year: 365,
};

export interface Wearing {
  /** How long the client wants to be supplied for. */
  readonly days: number;
  /** Days a week that lenses are worn; 7 where it is not said. Only daily lenses last longer by it: an opened lens ages on its own. */
  readonly daysAWeek?: number;
}

export interface ContactSupply {
  /** Lenses for the period, of all eyes that wear this power. */
  readonly lenses: number;
  readonly packs: number;
  /** Whole days that the packs last for. */
  readonly lasts: number;
}

/**
 * Packs of one power for a period, opened packs shared between the eyes where both wear that power.
 * @param eyes how many eyes wear this very power, 1 or 2
 */
export function packsFor(
  lens: Pick<ContactLens, 'pack' | 'replacement'>,
  { days, daysAWeek = 7 }: Wearing,
  eyes: 1 | 2,
): ContactSupply {
  const life = REPLACEMENT_DAYS[lens.replacement];
  const share = lens.replacement === 'day' ? daysAWeek / 7 : 1;
  const lenses = eyes * Math.ceil((days * share) / life);
  const packs = Math.ceil(lenses / lens.pack);
  return { lenses, packs, lasts: Math.floor((Math.floor((packs * lens.pack) / eyes) * life) / share) };
}
