import { BOARD_COLUMNS, type BoardCard, type BoardColumn } from '$design/workshop/board.ts';

/** px that a pointer goes before a press becomes a pull. */
const SLOP = 10;

type Grab = Pick<PointerEvent, 'pointerId' | 'pointerType' | 'clientX' | 'clientY' | 'button'>;

/**
 * A card pulled by mouse or finger. A finger that goes up or down scrolls the column (`touch-action: pan-y`), one that goes aside pulls;
 * a mouse pulls any way.
 */
export class BoardDrag {
  /** `null`: nothing is pulled. */
  card = $state.raw<BoardCard | null>(null);
  x = $state(0);
  y = $state(0);
  over = $state<BoardColumn | null>(null);
  private grabbed: {
    readonly card: BoardCard;
    readonly id: number;
    readonly touch: boolean;
    readonly x: number;
    readonly y: number;
  } | null = null;
  /** The click that follows a pull is none. */
  private pulledOnce = false;
  private readonly columnAt: (x: number, y: number) => string | null;

  constructor(columnAt: (x: number, y: number) => string | null) {
    this.columnAt = columnAt;
  }

  grab(card: BoardCard, event: Grab): void {
    this.pulledOnce = false;
    if (event.button !== 0) return;
    this.grabbed = { card, id: event.pointerId, touch: event.pointerType !== 'mouse', x: event.clientX, y: event.clientY };
  }

  move(event: Grab): void {
    const { grabbed } = this;
    if (grabbed?.id !== event.pointerId) return;
    const [aside, down] = [Math.abs(event.clientX - grabbed.x), Math.abs(event.clientY - grabbed.y)];
    if (this.card === null) {
      if (grabbed.touch ? aside < SLOP || aside < down : Math.max(aside, down) < SLOP) return;
      this.card = grabbed.card;
      this.pulledOnce = true;
    }
    this.x = event.clientX;
    this.y = event.clientY;
    const name = this.columnAt(event.clientX, event.clientY);
    this.over = BOARD_COLUMNS.find((column) => column === name) ?? null;
  }

  /** Where the card was let go; `null`: nowhere, or nothing was pulled. */
  drop(event: Pick<PointerEvent, 'pointerId'>): { readonly card: BoardCard; readonly to: BoardColumn } | null {
    if (this.grabbed?.id !== event.pointerId) return null;
    const { card, over } = this;
    this.cancel();
    return card && over && over !== card.column ? { card, to: over } : null;
  }

  cancel(): void {
    this.grabbed = null;
    this.card = null;
    this.over = null;
  }

  /** Was the click that comes now the end of a pull? */
  isClick(): boolean {
    const click = !this.pulledOnce;
    this.pulledOnce = false;
    return click;
  }
}
