import type { StockMovement } from '../../design/documents/facts.ts';
import { paperFact, type StockPaper } from '../../design/stock/paper.ts';
import { formatHlc } from '../../design/time/hlc.ts';

let n = 0;

/** A stock paper of a shop as its fact. */
export function makePaper(
  paper: Partial<StockPaper> & Pick<StockPaper, 'from' | 'to' | 'lines'>,
  { store = 'demo-1', at = Date.UTC(2026, 10, 21, 12), device = 3 }: { store?: string; at?: number; device?: number } = {},
): StockMovement {
  n += 1;
  const hlc = formatHlc({ wall: at + n, counter: 0, device });
  const whole: StockPaper = { kind: 'move', number: null, party: null, of: null, because: '', ...paper };
  return paperFact(whole, { hlc, store, by: 'staff:1', pos: null, at: at + n })!;
}
