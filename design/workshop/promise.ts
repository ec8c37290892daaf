import { addDays, addWorkingDays, daysBetween, hoursOf, isOpen, openFrom, wallTime, type WorkCalendar } from './calendar.ts';
import type { LensDesign, PromiseRules, Span } from './promise-rules.ts';

export interface PromiseInput {
  /** Confirmation, epoch ms. */
  readonly at: number;
  readonly design: LensDesign;
  /** Where each lens of the order comes from. */
  readonly lenses: readonly { readonly source: 'stock' | 'branch' | 'supplier' | 'client'; readonly supplier: string | null }[];
  readonly coatings: readonly string[];
  readonly tint: boolean;
  readonly rimless: boolean;
  readonly prism: boolean;
  /** The client waits or pays for haste. */
  readonly express: boolean;
  /** The workshop is in another place than the shop. */
  readonly elsewhere: boolean;
  /** Glasses already promised, by day. */
  readonly load: Readonly<Record<string, number>>;
}

/** Why a day moved. `of` names a supplier or coating. */
export type PromiseCode =
  | 'ACCEPTED'
  | 'WORKSHOP_CLOSED'
  | 'EXPRESS'
  | 'NO_TIME_TODAY'
  | 'AFTER_CUTOFF'
  | 'SUPPLIER'
  | 'BRANCH'
  | 'MAKING'
  | 'COATING'
  | 'TINT'
  | 'RIMLESS'
  | 'PRISM'
  | 'TRANSIT'
  | 'USUAL_FOR_TYPE'
  | 'DAY_FULL'
  | 'SHOP_CLOSED';
/** One line of the explanation: each begins on the day on which the one before it ended. */
export interface PromiseLine {
  readonly code: PromiseCode;
  readonly from: string;
  readonly to: string;
  readonly span: Span | null;
  readonly of: string | null;
}
export interface Promised {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly lines: readonly PromiseLine[];
}

/** The shop hands over, the workshop makes. */
export interface Calendars {
  readonly shop: WorkCalendar;
  readonly workshop: WorkCalendar;
}

/** The day to tell the client, and every step of how it came about. Pure: the confirmation's instant comes in. */
export function promiseDay(input: PromiseInput, rules: PromiseRules, { shop, workshop }: Calendars): Promised {
  const trail = new Trail(wallTime(shop, input.at).day, workshop);
  const { day, time } = wallTime(workshop, input.at);
  const ordered = input.lenses.filter(({ source }) => source === 'supplier');
  if (input.express && ordered.length === 0 && isSimple(input, rules)) {
    if (fitsToday(workshop, day, time, rules.express?.minutes ?? 0)) trail.to('EXPRESS', day);
    else trail.to('NO_TIME_TODAY', openFrom(workshop, addDays(day, 1)));
  } else {
    trail.through(slowestSupplier(ordered, rules, workshop, day, time));
    if (input.lenses.some(({ source }) => source === 'branch')) trail.span('BRANCH', rules.branch);
    trail.to('WORKSHOP_CLOSED', openFrom(workshop, trail.day));
    trail.span('MAKING', rules.making);
    for (const [code, span, of] of extras(input, rules)) trail.span(code, span, of);
    // Requirements D-43 counts from the confirmation; whatever is quicker on paper is not promised for lenses that must be ordered.
    if (ordered.length > 0)
      trail.to('USUAL_FOR_TYPE', after(workshop, trail.first, rules.types[input.design]), rules.types[input.design]);
  }
  if (input.elsewhere) trail.span('TRANSIT', rules.transit);
  while (rules.capacity !== null && rules.capacity > 0 && (input.load[trail.day] ?? 0) >= rules.capacity) {
    trail.to('DAY_FULL', openFrom(workshop, addDays(trail.day, 1)));
  }
  trail.to('SHOP_CLOSED', openFrom(shop, trail.day));
  return { day: trail.day, lines: trail.lines };
}

export interface Alternative {
  readonly name: string;
  readonly promised: Promised;
  /** Calendar days sooner than as it is; below nothing: later. */
  readonly gained: number;
}

/** What else could be promised if something were otherwise, the soonest first. */
export function whatIf(
  input: PromiseInput,
  changes: Readonly<Record<string, Partial<PromiseInput>>>,
  rules: PromiseRules,
  calendars: Calendars,
): Alternative[] {
  const { day } = promiseDay(input, rules, calendars);
  return Object.entries(changes)
    .map(([name, change]) => {
      const promised = promiseDay({ ...input, ...change }, rules, calendars);
      return { name, promised, gained: daysBetween(promised.day, day) };
    })
    .sort((a, b) => b.gained - a.gained || (a.name < b.name ? -1 : 1));
}

class Trail {
  readonly lines: PromiseLine[] = [];
  readonly first: string;
  private readonly workshop: WorkCalendar;
  day: string;

  constructor(day: string, workshop: WorkCalendar) {
    [this.first, this.day, this.workshop] = [day, day, workshop];
    this.lines.push({ code: 'ACCEPTED', from: day, to: day, span: null, of: null });
  }
  /** Never back; express is told although it moves nothing. */
  to(code: PromiseCode, day: string, span: Span | null = null, of: string | null = null): void {
    if (day <= this.day && code !== 'EXPRESS') return;
    const to = day > this.day ? day : this.day;
    this.lines.push({ code, from: this.day, to, span, of });
    this.day = to;
  }
  span(code: PromiseCode, span: Span, of: string | null = null): void {
    this.to(code, after(this.workshop, this.day, span), span, of);
  }
  through(steps: readonly Step[]): void {
    for (const { code, day, span, of } of steps) this.to(code, day, span, of);
  }
}

const after = (workshop: WorkCalendar, day: string, { days, unit }: Span): string =>
  unit === 'calendar' ? addDays(day, days) : days === 0 ? day : addWorkingDays(workshop, day, days);

interface Step {
  readonly code: PromiseCode;
  readonly day: string;
  readonly span: Span | null;
  readonly of: string;
}

/** Several suppliers deliver side by side: the last of them decides. */
function slowestSupplier(
  lenses: PromiseInput['lenses'],
  { suppliers }: PromiseRules,
  workshop: WorkCalendar,
  day: string,
  time: string,
): Step[] {
  const paths = [...new Set(lenses.map(({ supplier }) => supplier ?? ''))].flatMap((of): Step[][] => {
    const terms = suppliers[of];
    if (!terms) return [];
    const late = terms.cutoff !== null && time > terms.cutoff;
    const sent = openFrom(workshop, late && isOpen(workshop, day) ? addDays(day, 1) : day);
    return [
      [
        { code: 'AFTER_CUTOFF', day: sent, span: null, of },
        { code: 'SUPPLIER', day: after(workshop, sent, terms.lead), span: terms.lead, of },
      ],
    ];
  });
  return paths.reduce((slowest, path) => ((slowest.at(-1)?.day ?? '') >= path.at(-1)!.day ? slowest : path), []);
}

function extras(input: PromiseInput, rules: PromiseRules): [PromiseCode, Span, string | null][] {
  return [
    ...input.coatings.flatMap((name): [PromiseCode, Span, string][] => {
      const span = rules.coatings[name];
      return span ? [['COATING', span, name]] : [];
    }),
    ...(input.tint ? [['TINT', rules.tint, null] as [PromiseCode, Span, null]] : []),
    ...(input.rimless ? [['RIMLESS', rules.rimless, null] as [PromiseCode, Span, null]] : []),
    ...(input.prism ? [['PRISM', rules.prism, null] as [PromiseCode, Span, null]] : []),
  ];
}

/** What can be made while the client waits: nothing that needs more time, and the lenses lie here. */
const isSimple = (input: PromiseInput, rules: PromiseRules): boolean =>
  rules.express !== null &&
  input.lenses.every(({ source }) => source !== 'branch') &&
  extras(input, rules).length === 0 &&
  !input.elsewhere;

function fitsToday(workshop: WorkCalendar, day: string, time: string, minutes: number): boolean {
  const hours = hoursOf(workshop, day);
  if (!hours) return false;
  const begin = time > hours.from ? time : hours.from;
  return minutesOf(begin) + minutes <= minutesOf(hours.to);
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
