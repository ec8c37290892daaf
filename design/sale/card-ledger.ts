import type { CardAttempt, Payment } from '../documents/facts.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { deviceOfStamp } from '../time/hlc.ts';

/** What is known of one operation at the terminal, from the facts written of it. */
export interface CardOperation {
  /** What the terminal knows it by. */
  readonly operation: string;
  /** Which of the sale's card payments it is for, from 0, and the how-manieth attempt at the sale's cards. */
  readonly part: number;
  readonly attempt: number;
  readonly amount: Kopecks;
  readonly state: CardAttempt['outcome'];
  readonly rrn: string | null;
  readonly pan: string | null;
  readonly code: string | null;
  readonly terminal: string | null;
  /** The device that began it, as its stamps name it: only the terminal beside that device can know of it. */
  readonly device: string;
}

export interface CardStanding {
  readonly operations: readonly CardOperation[];
  /** Charged and not given back, kopecks. */
  readonly held: Kopecks;
  /** Its outcome is unknown: it has to be asked, nothing else may be charged before. */
  readonly doubt: CardOperation | null;
  /** Charged beyond what the sale wants: a double charge that has to go back. */
  readonly extra: readonly CardOperation[];
  /** Every card payment of the sale is charged, once, and nothing is in doubt. */
  readonly isPaid: boolean;
  /** What is to be charged next; `null` where nothing is, or a doubt stands before it. */
  readonly next: { readonly part: number; readonly attempt: number; readonly amount: Kopecks } | null;
}

const IN_DOUBT: readonly CardAttempt['outcome'][] = ['started', 'unknown', 'reversing'];

/** Facts written before operations had names: a sale had one card, and one attempt. */
const operationOf = (fact: CardAttempt): string => fact.operation ?? fact.sale;

/** Operations in the order they began, each as its last fact says. A sale's facts are one till's: their stamps tell the order. */
export function cardOperations(facts: readonly CardAttempt[]): CardOperation[] {
  const known = new Map<string, CardOperation>();
  for (const fact of [...facts].sort((a, b) => (a.hlc < b.hlc ? -1 : 1))) {
    const operation = operationOf(fact);
    const before = known.get(operation);
    known.set(operation, {
      operation,
      part: fact.part ?? 0,
      attempt: fact.attempt ?? 1,
      amount: fact.amount,
      state: fact.outcome,
      rrn: fact.rrn ?? before?.rrn ?? null,
      pan: fact.pan ?? before?.pan ?? null,
      code: fact.code ?? null,
      terminal: fact.terminal ?? before?.terminal ?? null,
      device: before?.device ?? deviceOfStamp(fact.hlc),
    });
  }
  return [...known.values()];
}

/**
 * How a sale stands with its card payments. The one rule: while an operation is in doubt nothing is charged, and a part is charged again
 * only where every operation for it before is known to have failed or to have been reversed.
 */
export function cardStanding(payments: readonly Payment[], facts: readonly CardAttempt[]): CardStanding {
  const operations = cardOperations(facts);
  const wanted = payments.filter(({ method }) => method === 'card').map(({ amount }) => amount);
  const charged = new Set<number>();
  const extra: CardOperation[] = [];
  let held = 0;
  for (const one of operations) {
    if (one.state !== 'approved') continue;
    held += one.amount;
    if (wanted[one.part] !== one.amount || charged.has(one.part)) extra.push(one);
    else charged.add(one.part);
  }
  const doubt = operations.find(({ state }) => IN_DOUBT.includes(state)) ?? null;
  const open = wanted.findIndex((_, part) => !charged.has(part));
  const attempt = operations.reduce((most, one) => Math.max(most, one.attempt), 0) + 1;
  return {
    operations,
    held,
    doubt,
    extra,
    isPaid: open === -1 && doubt === null && extra.length === 0,
    next: open === -1 || doubt !== null ? null : { part: open, attempt, amount: wanted[open]! },
  };
}

/** `a***b`, or nothing: only what may be kept of a card number (the first six and the last four digits at most). */
export function maskedPan(pan: string | null): string | null {
  const digits = pan?.replace(/[^\d*]/g, '') ?? '';
  if (!/^[\d*]{4,19}$/.test(digits)) return null;
  const last = digits.slice(-4);
  const first = digits.includes('*') && digits.length >= 13 ? digits.slice(0, Math.min(6, digits.indexOf('*'))) : '';
  return `${first}${'*'.repeat(Math.max(1, digits.length - first.length - last.length))}${last}`.slice(0, 19);
}
