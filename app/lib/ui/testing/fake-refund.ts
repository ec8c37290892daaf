import type { FiscalResult, Sale, SaleLine } from '$design/documents/facts.ts';
import { returnableLines } from '$design/refund/returnable.ts';
import { chooseAll, chosenLines, NOTHING_CHOSEN, totalOf } from '$design/refund/selection.ts';
import { proposal, rangeOf, waysBack } from '$design/refund/ways-back.ts';
import type { ReceiptCandidate } from '$lib/refund/receipt-candidates.ts';
import type { RefundModel, RefundOriginal, RefundPhase, RefundSearch, WaitingRefund } from '$lib/refund/refund.model.ts';
import { KEY, NOW, receiptOf } from './fake-data.ts';

const line = (sku: string, name: string, qty: number, amount: number): SaleLine => ({
  ...{ sku, name, kind: 'lens', qty, price: Math.round(amount / qty), discount: 0, amount },
  ...{ vat: 'none', subject: 'goods', method: 'full', mark: null },
});
const sale: Pick<Sale, '_id' | 'lines' | 'payments'> = {
  _id: 'sale:1',
  lines: [
    line('RB-5154', 'Оправа Ray-Ban RX5154 Clubmaster', 1, 1_849_000),
    line('LN-160', 'Линза однофокальная 1.60 с покрытием HMC+', 2, 690_000),
    line('CASE', 'Футляр жёсткий', 1, 0),
  ],
  payments: [
    { method: 'card', amount: 2_000_000 },
    { method: 'cash', amount: 539_000 },
  ],
};
const before = { lines: [{ sku: 'LN-160', qty: 1, amount: 345_000, of: { sale: 'sale:1', line: 1 } }], payments: [] };
const lines = returnableLines(sale, [before]);
const result = {
  ...{ fn: '9999078902011111', fd: 1043, fp: '2853205313' },
  receipt: KEY,
  at: NOW,
  total: 2_539_000,
} as FiscalResult;
const original: RefundOriginal = {
  sale: { ...sale, cashier: { name: 'Иванова Анна', inn: null } } as Sale,
  result,
  storeName: 'Оптика',
  isForeign: false,
  corrected: null,
  lines,
  ways: waysBack(sale, []),
  depositRest: null,
  debt: null,
  chainKnown: true,
  cards: ['4417'],
};

const candidate = (n: number): ReceiptCandidate => ({
  ...{ saleId: `sale:${n}`, at: NOW - n * 1_260_000, total: 2_539_000 - n * 111_150, fd: 1043 - n, cashier: 'Иванова Анна' },
  ...{ client: n === 1 ? 'Семёнова Ольга' : null, cards: n === 0 ? ['4417'] : [] },
  goods: ['Оправа Ray-Ban RX5154 Clubmaster', 'Линза однофокальная 1.60 с покрытием HMC+'],
});
function searchOf(has: (word: string) => boolean): RefundSearch {
  if (has('refund-found')) return { state: 'found', candidates: [0, 1, 2].map(candidate) };
  if (has('refund-error')) return { state: 'error', code: 'SERVER_UNREACHABLE' };
  return { state: (['none', 'offline', 'running'] as const).find((one) => has(`refund-${one}`)) ?? 'empty' };
}

/**
 * `?fake=refund-choosing`, `refund-working`, `refund-blocked`, `refund-ready`, `refund-done`, `refund-trouble`; of the search
 * `refund-found`, `refund-none`, `refund-offline`, `refund-running`, `refund-error`.
 */
export function fakeRefund(has: (word: string) => boolean): RefundModel {
  const phases: readonly RefundPhase[] = ['choosing', 'working', 'blocked', 'ready', 'done', 'trouble'];
  const phase = phases.find((one) => has(`refund-${one}`)) ?? 'finding';
  const selection = phase === 'finding' && !has('tray') ? NOTHING_CHOSEN : chooseAll(lines, null);
  const chosen = chosenLines(lines, selection, sale._id);
  const total = totalOf(chosen);
  const plan = {
    ...{ key: KEY, client: null, lines: chosen, payments: [], cards: [], because: 'not-suitable' as const, reason: 'жмёт дужка' },
    original: { sale: 'sale:1', receipt: KEY, fn: result.fn, fd: result.fd, fp: result.fp, day: '2026-11-21' },
  };
  const waiting: WaitingRefund = {
    ...{ plan, total, since: NOW - 400_000, checked: NOW - 100_000, checks: 1, override: null },
    ...{ code: 'ORIGINAL_NOT_DELIVERED', details: { sync_status: 'pending' }, ready: phase === 'ready' },
  };
  const nothing = () => Promise.resolve();
  const waits = phase === 'blocked' || phase === 'ready' || has('tray');
  return {
    ...{
      phase,
      work: phase === 'working' ? ('register' as const) : null,
      search: searchOf(has),
      original: phase === 'finding' ? null : original,
      selection,
      total,
    },
    ...{
      payoffs: has('refund-payoff') ? [{ sale: 'sale:2', fd: 1044, left: 300_000 }] : [],
      openPayoff: nothing,
      moneyMost: 0,
      sums: proposal(original.ways, total),
      inCash: false,
      because: 'not-suitable',
      comment: '',
      drawer: 900_000,
    },
    ...{ canConfirm: true, liftedBy: phase === 'blocked' ? 'manager' : null, receipt: receiptOf('printed', total) },
    error:
      phase === 'blocked'
        ? { code: 'ORIGINAL_NOT_DELIVERED', details: waiting.details }
        : phase === 'trouble'
          ? { code: 'PAPER_OUT', details: {} }
          : null,
    given: { cash: 500_000, card: 1_694_000, prepaid: 0 },
    current: waits ? waiting : null,
    waiting: waits ? [waiting] : [],
    rangeOf: (index) => rangeOf(original.ways, index, total),
    ...{
      find: nothing,
      findOf: nothing,
      open: nothing,
      confirm: nothing,
      recheck: nothing,
      override: nothing,
      retry: nothing,
      resume: nothing,
    },
    choose() {},
    chooseMoney() {},
    chooseAll() {},
    chooseNone() {},
    setWay() {},
    setInCash() {},
    setReason() {},
    leave() {},
    toTray() {},
    reset() {},
    drop() {},
  };
}
