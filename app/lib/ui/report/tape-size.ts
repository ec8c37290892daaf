import type { PrinterWidth } from '$lib/settings/till-settings.ts';

/** The roll: its width and the room between its margins in mm, and letters (points) of which its lines take as many as they should. */
export interface TapeSize {
  readonly paper: number;
  readonly room: number;
  readonly points: number;
}

const MARGIN = 3;
/** A monospaced letter is so much of its height wide; a point in mm. */
const LETTER = 0.602;
const POINT = 0.3528;

/** 32 characters a line are a roll of 58 mm, 42 and 48 one of 80 mm. A longer line of the text makes the letters smaller: nothing is cut. */
export function tapeSize(columns: PrinterWidth, text: readonly string[]): TapeSize {
  const paper = columns === 32 ? 58 : 80;
  const room = paper - 2 * MARGIN;
  const letters = Math.max(columns, ...text.map((line) => line.length));
  return { paper, room, points: Math.floor((room / letters / LETTER / POINT) * 10) / 10 };
}
