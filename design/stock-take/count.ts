import type { SheetLine, StockSheet, StockZone } from '../documents/stock-take.ts';
import { keyOfId } from '../ids.ts';
import { articleOfPiece } from '../stock/piece-code.ts';
import { NO_ZONE } from './limits.ts';

/** Pieces of an article by all sheets of a take. Between `first` and `last` (epoch ms) it was counted; its own lines only. */
export interface ArticleCount {
  readonly sku: string;
  readonly counted: number;
  readonly first: number;
  readonly last: number;
  /** Keys of zones. */
  readonly zones: readonly string[];
  /** Somebody counted it again: what was counted before does not count. */
  readonly recounted: boolean;
}

export interface UnknownCode {
  readonly code: string;
  readonly qty: number;
  readonly zones: readonly string[];
}

/** How far a zone is. `pieces` of each device that counted in it, by device number. */
export interface ZoneCount {
  readonly key: string;
  readonly pieces: Readonly<Record<string, number>>;
  readonly total: number;
  /** Several devices counted it and nobody has said which of them holds. */
  readonly contested: boolean;
  /** By each device: its newest line, who scanned it and when (epoch ms). */
  readonly latest: Readonly<Record<string, Pick<SheetLine, 'id' | 'at' | 'by'>>>;
  /** Pieces that do not count, by device: somebody took the zone over from it. */
  readonly late: Readonly<Record<string, number>>;
}

export interface Counted {
  readonly articles: ReadonlyMap<string, ArticleCount>;
  readonly unknown: readonly UnknownCode[];
  /** Codes of single pieces that were read. */
  readonly pieces: ReadonlySet<string>;
  readonly zones: ReadonlyMap<string, ZoneCount>;
}

interface Placed {
  readonly line: SheetLine;
  readonly zone: string;
  readonly device: number;
}
type Zone = Pick<StockZone, '_id' | 'ruling' | 'taken'>;
type Sheet = Pick<StockSheet, 'zone' | 'device' | 'lines'>;

/** The zone's own name within its take. */
export const zoneKey = (id: string): string => keyOfId(id).split('~')[1] ?? '';

/** What the sheets of a take come to: in any order of sheets and lines, each line once. Pure. */
export function countOf(zones: readonly Zone[], sheets: readonly Sheet[]): Counted {
  const told = new Map<string, Placed>();
  for (const { zone, device, lines } of sheets) for (const line of lines) told.set(line.id, { line, zone, device });
  const taken = new Map(zones.map((zone) => [zoneKey(zone._id), zone.taken ?? []]));
  const isLate = ({ line, zone, device }: Placed): boolean =>
    taken.get(zone)?.some((one) => one.device === device && line.id > one.upTo) ?? false;
  const all = new Map([...told].filter(([, placed]) => !isLate(placed)));
  const undone = new Set([...all.values()].flatMap(({ line }) => line.undo ?? []));
  const live = [...all.values()]
    .filter(({ line }) => line.undo === undefined && !undone.has(line.id))
    .sort((a, b) => (a.line.id < b.line.id ? -1 : 1));
  const rulings = new Map(zones.map(({ _id, ruling }) => [zoneKey(_id), ruling]));
  const meant = new Map<string, string>();
  for (const { line } of live) if (line.assign && line.sku !== null) meant.set(line.code, line.sku);
  const pieces = live.filter(({ line }) => !line.assign && !line.recount);
  // A piece with a code of its own is there once, whoever read its label again.
  const isTaken = ({ zone, device }: Placed): boolean => taken.get(zone)?.some((one) => one.device === device) ?? false;
  const counting = onePiece(pieces.filter((placed) => isTaken(placed) || holds(rulings.get(placed.zone) ?? null, placed.device)));
  const skuOf = ({ sku, code }: SheetLine): string | null => sku ?? meant.get(code) ?? null;
  const recounts = live.filter(({ line }) => line.recount);
  return {
    articles: articlesOf([...recounts, ...counting], skuOf),
    pieces: new Set(counting.flatMap(({ line }) => (articleOfPiece(line.code) === null ? [] : line.code))),
    unknown: unknownOf(counting.filter(({ line }) => skuOf(line) === null)),
    zones: zonesOf(
      onePiece(pieces, ({ zone, device }) => `${zone} ${device}`),
      [...told.values()],
      { rulings, isTaken, isLate },
    ),
  };
}

/** Pieces of an article that were counted in one zone, whichever of its devices will hold. */
export const countedIn = (zone: string, sku: string, sheets: readonly Sheet[], zones: readonly Zone[] = []): number =>
  countOf(
    zones.map((one) => ({ ...one, ruling: null })),
    sheets.filter((sheet) => sheet.zone === zone),
  ).articles.get(sku)?.counted ?? 0;

/** Lines of pieces with a code of their own count once each; `within`: once in each of those. In the order of the lines. */
function onePiece(lines: readonly Placed[], within: (placed: Placed) => string = () => ''): Placed[] {
  const read = new Set<string>();
  return lines.filter((placed) => {
    const { code } = placed.line;
    if (articleOfPiece(code) === null) return true;
    const name = `${within(placed)} ${code}`;
    if (read.has(name)) return false;
    read.add(name);
    return true;
  });
}

const holds = (ruling: StockZone['ruling'], device: number): boolean => ruling === null || ruling === 'all' || ruling === device;

function articlesOf(lines: readonly Placed[], skuOf: (line: SheetLine) => string | null): Map<string, ArticleCount> {
  const bySku = Map.groupBy(lines, ({ line }) => skuOf(line));
  const articles = new Map<string, ArticleCount>();
  for (const [sku, own] of bySku) {
    if (sku === null) continue;
    const again = own.reduce<SheetLine | null>(
      (last, { line }) => (line.recount && line.id > (last?.id ?? '') ? line : last),
      null,
    );
    const valid = own.filter(({ line }) => (again ? line === again || (!line.recount && line.id > again.id) : true));
    const instants = valid.map(({ line }) => line.at);
    articles.set(sku, {
      sku,
      counted: sumOf(valid),
      first: Math.min(...instants),
      last: Math.max(...instants),
      zones: [...new Set(own.map(({ zone }) => zone))].filter((zone) => zone !== NO_ZONE).sort(),
      recounted: again !== null,
    });
  }
  return articles;
}

function unknownOf(lines: readonly Placed[]): UnknownCode[] {
  return [...Map.groupBy(lines, ({ line }) => line.code)]
    .map(([code, own]) => ({ code, qty: sumOf(own), zones: [...new Set(own.map(({ zone }) => zone))].sort() }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

interface Held {
  readonly rulings: ReadonlyMap<string, StockZone['ruling']>;
  readonly isTaken: (placed: Placed) => boolean;
  readonly isLate: (placed: Placed) => boolean;
}

function zonesOf(lines: readonly Placed[], told: readonly Placed[], { rulings, isTaken, isLate }: Held): Map<string, ZoneCount> {
  const zones = new Map<string, ZoneCount>();
  const counted = Map.groupBy(lines, ({ zone }) => zone);
  for (const [key, all] of Map.groupBy(told, ({ zone }) => zone)) {
    if (key === NO_ZONE) continue;
    const own = counted.get(key) ?? [];
    const ruling = rulings.get(key) ?? null;
    const total = sumOf(own.filter((placed) => isTaken(placed) || holds(ruling, placed.device)));
    const rivals = new Set(own.filter((placed) => !isTaken(placed)).map(({ device }) => device));
    const late = all.filter((placed) => isLate(placed) && isScan(placed));
    zones.set(key, {
      ...{ key, pieces: byDevice(own, sumOf), total, contested: rivals.size > 1 && ruling === null },
      ...{ latest: byDevice(all, newestOf), late: byDevice(late, sumOf) },
    });
  }
  return zones;
}

const isScan = ({ line }: Placed): boolean => !line.assign && !line.recount && line.undo === undefined;

const byDevice = <T>(lines: readonly Placed[], sum: (own: readonly Placed[]) => T): Record<string, T> =>
  Object.fromEntries([...Map.groupBy(lines, ({ device }) => device)].map(([device, own]) => [String(device), sum(own)] as const));

function newestOf(lines: readonly Placed[]): ZoneCount['latest'][string] {
  const { id, at, by } = lines.reduce((newest, one) => (one.line.id > newest.line.id ? one : newest)).line;
  return { id, at, by };
}

const sumOf = (lines: readonly Placed[]): number =>
  lines.reduce((sum, { line }) => sum + Math.round(line.qty * 1_000), 0) / 1_000;
