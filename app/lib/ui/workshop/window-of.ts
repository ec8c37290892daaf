/** Cards beyond the edges that are drawn, too: a finger that throws the list must not see it empty. */
const BEYOND = 4;

export interface Window {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
}

/** Which of `count` cards of one height (px) are drawn where the list is scrolled to `top` and `room` px of it are seen. */
export function windowOf(count: number, height: number, top: number, room: number): Window {
  const first = Math.max(0, Math.min(count, Math.floor(top / height)) - BEYOND);
  return { first, end: Math.min(count, first + Math.ceil(room / height) + 2 * BEYOND + 1) };
}

/** Where the list is to be scrolled to so that a card is seen whole; `top` where it is already. */
export function scrolledTo(index: number, height: number, top: number, room: number): number {
  if (index * height < top) return index * height;
  return Math.max(top, (index + 1) * height - room);
}
