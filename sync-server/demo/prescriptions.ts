import type { Client } from '../../design/documents/people.ts';
import type { ContactLensPrescription, Eye, Prescription, Purpose } from '../../design/documents/prescription.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Random } from './random.ts';
import { DEMO_TIME_ZONE } from './shops.ts';

/** Who refracts and signs in the shop: `staff:…` and the name as it stands on the form. */
export interface Signer {
  readonly id: string;
  readonly name: string;
}

const ELSEWHERE = ['ГКБ им. С. П. Боткина, Ершова И. И.', 'Поликлиника № 68, Громов В. Е.'];
const quarter = (value: number): number => Math.round(value * 4) / 4 + 0;
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** An eye as it is, before anybody rounds it: dioptres, minus cylinder. */
interface Refraction {
  readonly sph: number;
  readonly cyl: number;
  readonly axis: number;
}

/** Short sight prevails among customers. */
function refractionOf(random: Random): { od: Refraction; os: Refraction } {
  const sph = random.chance(0.72) ? -Math.abs(random.normal(2.4, 1.9)) : Math.abs(random.normal(1.3, 1.1));
  const eye = (): Refraction => {
    const around = random.chance(0.6) ? 180 : random.chance(0.6) ? 90 : 45;
    return {
      sph: within(sph + random.normal(0, 0.4), -12, 7),
      cyl: random.chance(0.55) ? -within(Math.abs(random.normal(0.8, 0.7)), 0, 3.5) : 0,
      axis: ((Math.round(random.normal(around, 12)) + 179) % 180) + 1,
    };
  };
  return { od: eye(), os: eye() };
}

/** What is written of an eye so many years before its state of today: sight of the young gets shorter, that of others hardly moves. */
function writtenOf({ sph, cyl, axis }: Refraction, yearsAgo: number, age: number, add: number | null): Eye {
  const drift = Array.from({ length: yearsAgo }, (_, n) => (age - n < 22 ? 0.4 : age - n < 44 ? 0.06 : -0.05));
  const then = quarter(sph + drift.reduce((sum, year) => sum + year, 0));
  const cylinder = quarter(cyl);
  return {
    sph: then,
    cyl: cylinder === 0 ? null : cylinder,
    axis: cylinder === 0 ? null : axis,
    add,
    visus: { cc: sph < -9 ? 0.8 : 1 },
  };
}

/** Presbyopes get an addition from the middle forties on. */
const addAt = (age: number): number | null => (age >= 44 ? within(quarter(0.75 + (age - 44) * 0.075), 0.75, 3) : null);

/**
 * The prescriptions of a client's visits over the years, the oldest first, all signed. Their ids follow from the client alone, so that a
 * load on another day finds them there; their days are counted back from `today` (epoch ms).
 */
export function prescriptionsOf(
  client: Client,
  age: number,
  today: number,
  signers: readonly Signer[],
  random: Random,
): (Prescription | ContactLensPrescription)[] {
  const eyes = refractionOf(random);
  const visits = random.weighted([
    [1, 4],
    [2, 3],
    [3, 3],
    [5, 2],
    [8, 1],
  ]);
  const latest = today - random.int(9, 330) * DAY;
  const right = Math.round(random.normal(31.5, 1.6) * 2) / 2;
  const left = right + random.pick([-0.5, 0, 0, 0.5]);
  const made: (Prescription | ContactLensPrescription)[] = [];
  const head = (at: number) => {
    const key = `${client.hlc.slice(0, 14)}${(made.length + 1).toString(36).padStart(4, '0')}${client.hlc.slice(18)}`;
    const signer = random.pick(signers);
    const hlc = formatHlc({ wall: at, counter: 0, device: 0 });
    return {
      ...{ key, signer },
      base: { schema: 1, hlc, by: signer.id, pos: null, client: client._id, stamps: {} } as const,
      signed: { hlc, by: signer.id, at },
    };
  };
  for (let ago = visits - 1; ago >= 0; ago--) {
    const at = latest - ago * 391 * DAY + random.int(10, 19) * HOUR;
    const then = age - ago;
    if (then < 4) continue;
    const add = addAt(then);
    const { key, signer, base, signed } = head(at);
    const external = random.chance(0.2);
    const purpose: Purpose = add === null ? 'distance' : random.pick(['progressive', 'progressive', 'near'] as const);
    made.push({
      ...{ _id: `prescription:${key}`, type: 'prescription', ...base },
      date: localDate(at, DEMO_TIME_ZONE),
      doctor: external ? random.pick(ELSEWHERE) : signer.name,
      source: external ? 'external' : 'own',
      ...{ od: writtenOf(eyes.od, ago, age, add), os: writtenOf(eyes.os, ago, age, add) },
      pd: { both: right + left, od: right, os: left },
      ...(add === null ? {} : { pdNear: { both: right + left - 3, od: right - 1.5, os: left - 1.5 } }),
      ...{ purpose, vertex: 12, signed },
    });
  }
  if (age >= 16 && age < 55 && random.chance(0.3)) made.push(contactLensesOf(latest + 30 * 60_000, eyes, head, random));
  return made;
}

function contactLensesOf(
  at: number,
  { od, os }: { od: Refraction; os: Refraction },
  head: (at: number) => { key: string; signer: Signer; base: object; signed: object },
  random: Random,
): ContactLensPrescription {
  const { key, signer, base, signed } = head(at);
  const [brand, baseCurve, diameter] = random.pick([
    ['Acuvue Oasys', 8.4, 14],
    ['Biofinity', 8.6, 14],
    ['Dailies Total 1', 8.5, 14.1],
  ] as const);
  // At the cornea: minus lenses are weaker there, plus lenses stronger (vertex 12 mm).
  const eye = ({ sph }: Refraction) => ({
    ...{ sph: quarter(sph / (1 - 0.012 * sph)), cyl: null, axis: null, add: null },
    ...{ baseCurve, diameter, brand },
  });
  return {
    ...{ _id: `contact-lens-prescription:${key}`, type: 'contact-lens-prescription', ...base },
    ...{ date: localDate(at, DEMO_TIME_ZONE), doctor: signer.name, source: 'own' },
    ...{ od: eye(od), os: eye(os), replacement: 'month', wear: 'daily', signed },
  } as ContactLensPrescription;
}
