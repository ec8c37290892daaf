/** What is printed of an order, in the order of the buttons. */
export const PAPERS = ['job', 'tray', 'receipt', 'warranty', 'delivery'] as const;
export type Paper = (typeof PAPERS)[number];
/** A sheet, rolls of 80 and 58 mm, a label of 58 × 40 mm. */
export type PaperSize = 'a4' | 'roll80' | 'roll58' | 'label';

/** On what each may be printed, the usual one first. */
export const SIZES: Readonly<Record<Paper, readonly PaperSize[]>> = {
  job: ['a4', 'roll80', 'roll58'],
  tray: ['label', 'roll58', 'roll80'],
  receipt: ['roll80', 'roll58', 'a4'],
  warranty: ['a4', 'roll80'],
  delivery: ['a4', 'roll80'],
};

/** Those that tell of one pair; the others tell of the whole order. */
export const OF_A_PAIR: readonly Paper[] = ['job', 'tray'];

interface Page {
  readonly css: string;
  /** Room between the margins, mm. */
  readonly room: number;
  readonly margin: number;
}
/** A roll's page is as long as a sheet: the printer cuts where the text ends. */
export const PAGES: Readonly<Record<PaperSize, Page>> = {
  a4: { css: '@page { size: A4; margin: 15mm }', room: 180, margin: 15 },
  roll80: { css: '@page { size: 80mm 297mm; margin: 4mm }', room: 72, margin: 4 },
  roll58: { css: '@page { size: 58mm 297mm; margin: 3mm }', room: 52, margin: 3 },
  label: { css: '@page { size: 58mm 40mm; margin: 2mm }', room: 54, margin: 2 },
};

/** Width of a bar, mm: ISO/IEC 15417 asks no less than 0.19; a thermal head of 203 dpi draws 0.25 in two dots. */
export const MODULE: Readonly<Record<PaperSize, number>> = { a4: 0.33, roll80: 0.25, roll58: 0.25, label: 0.25 };

const isOneOf = <T extends string>(list: readonly T[], text: string | null): text is T =>
  (list as readonly (string | null)[]).includes(text);
export const paperOf = (text: string | null): Paper => (isOneOf(PAPERS, text) ? text : 'job');
export const sizeOf = (paper: Paper, text: string | null): PaperSize => (isOneOf(SIZES[paper], text) ? text : SIZES[paper][0]!);
