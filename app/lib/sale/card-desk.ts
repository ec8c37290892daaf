import type { CardAttempt, Refund, Sale, Signature } from '$design/documents/facts.ts';
import { rangeOf } from '$design/ids.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import { cardStanding, maskedPan, type CardOperation, type CardStanding } from '$design/sale/card-ledger.ts';
import { deviceOfStamp } from '$design/time/hlc.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import { toFailure } from './fiscal-port.ts';
import type { AtTerminal } from './terminal/one-at-terminal.ts';
import type { ChargeOutcome, ReverseOutcome, StatusOutcome, Terminal } from './terminal/terminal.ts';

export interface CardDeskDeps {
  readonly databases: Pick<Databases, 'range'>;
  readonly facts: Pick<Facts, 'databaseOf' | 'write'>;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly now: () => number;
  readonly by: () => string | null;
  readonly terminal: () => Terminal;
  /** Where several tabs share the terminal: one of them at a time. */
  readonly alone?: AtTerminal;
  /** The sale that a refund is of, where it is on this device: its charges name the money that goes back. */
  readonly findSale?: (id: string) => Promise<Sale | null>;
}

/** What is paid by card: a sale takes the money, a refund gives it back, by the same rules. */
export type CardReceipt = Sale | Refund;

/** What a fact adds to the operation it is about. */
type Told = Pick<CardAttempt, 'outcome'> & Partial<Pick<CardAttempt, 'rrn' | 'pan' | 'code' | 'signed'>>;
type Named = Pick<CardOperation, 'operation' | 'part' | 'attempt' | 'amount'>;

/** An outcome nobody could tell, as the answers of a terminal that is out of order. */
const LOST = { outcome: 'unknown', code: 'no-answer' } as const;
/** A terminal that has no such operation has charged nothing: proof enough for another charge. */
const ABSENT = 'absent';

const toldBy = (answer: Exclude<StatusOutcome, { outcome: 'unknown' }>): Told => {
  if (answer.outcome === 'absent') return { outcome: 'declined', code: ABSENT };
  return answer.outcome === 'reversed' ? { outcome: 'reversed' } : answer;
};

/** A sale whose cards are not all charged for certain; `held` is what others of its cards have paid (kopecks). */
const declined = ({ held }: CardStanding, code: string | null): SaleFailure =>
  new SaleFailure('CARD_DECLINED', false, { held, ...(code !== null && { code }) });
/** What was thrown beside the terminal's answers (a disk that refuses them) leaves open what the terminal did. */
const inDoubt = (error: unknown): SaleFailure => {
  if (error instanceof SaleFailure) return error;
  const { code, details } = toFailure(error);
  return new SaleFailure(code, true, details);
};
const unknown = ({ held, doubt }: CardStanding): SaleFailure =>
  new SaleFailure('CARD_UNKNOWN', true, { held, amount: doubt?.amount ?? 0 });

/**
 * Takes and gives back card money. Every attempt is a durable fact before the terminal is touched and one more when it has answered, so
 * that whatever is killed in between is found and asked; what to do next is always read from the facts, never remembered.
 */
export class CardDesk {
  private readonly deps: CardDeskDeps;
  constructor(deps: CardDeskDeps) {
    this.deps = deps;
  }

  /** How the sale stands by what is written here. A sale's attempts lie in its own month, after it. */
  async standing(sale: CardReceipt): Promise<CardStanding> {
    const { databases, facts } = this.deps;
    if (!sale.payments.some(({ method }) => method === 'card')) return cardStanding(sale.payments, []);
    const { endkey } = rangeOf('card-attempt');
    const found = await databases.range<CardAttempt>(facts.databaseOf(sale), `card-attempt:${sale.hlc}`, endkey);
    return cardStanding(
      sale.payments,
      found.filter((fact) => fact.sale === sale._id),
    );
  }

  /** Asks the terminal what became of every operation in doubt. Never charges. */
  async resolve(sale: CardReceipt): Promise<CardStanding> {
    for (let standing = await this.standing(sale); ; standing = await this.standing(sale)) {
      const { doubt } = standing;
      if (doubt === null || !(await this.ask(sale, doubt))) return standing;
    }
  }

  /**
   * Charges what the sale's cards have to pay, one after another. Rejects with CARD_DECLINED (also where a doubt turned out to be one) or,
   * in doubt, CARD_UNKNOWN. A charge follows a press: one that was declined is not repeated by itself.
   */
  async collect(sale: CardReceipt): Promise<void> {
    try {
      const before = await this.standing(sale);
      let standing = await this.resolve(sale);
      if (standing.doubt !== null) throw unknown(standing);
      const failed = before.doubt && standing.operations.find(({ operation }) => operation === before.doubt!.operation);
      if (failed && failed.state !== 'approved') throw declined(standing, failed.code);
      while (standing.next !== null) {
        const { held, next } = standing;
        const operation = await this.alone(held, () => this.charge(sale, next));
        standing = await this.resolve(sale);
        if (standing.doubt !== null) throw unknown(standing);
        const made = standing.operations.find((one) => one.operation === operation);
        if (made?.state !== 'approved') throw declined(standing, made?.code ?? null);
      }
      if (!standing.isPaid) throw new SaleFailure('CARD_UNKNOWN', true, { held: standing.held });
    } catch (error) {
      throw inDoubt(error);
    }
  }

  /** Rejects with CARD_NOT_TAKEN or CARD_UNKNOWN unless every card payment is charged: the register is asked for no other. Asks nobody. */
  async demandPaid(sale: CardReceipt): Promise<void> {
    const { doubt, isPaid, held } = await this.standing(sale);
    if (!isPaid) throw new SaleFailure(doubt ? 'CARD_UNKNOWN' : 'CARD_NOT_TAKEN', false, { held });
  }

  /** Gives everything back that was charged. Rejects with CARD_REVERSAL_FAILED or, in doubt, CARD_UNKNOWN; then money is still held. */
  async giveBack(sale: CardReceipt): Promise<void> {
    try {
      let standing = await this.resolve(sale);
      if (standing.doubt !== null) throw unknown(standing);
      for (const one of standing.operations.filter(({ state }) => state === 'approved'))
        await this.alone(standing.held, () => this.reverse(sale, one));
      standing = await this.resolve(sale);
      if (standing.doubt !== null) throw unknown(standing);
      if (standing.held > 0) throw new SaleFailure('CARD_REVERSAL_FAILED', false, { held: standing.held });
    } catch (error) {
      throw inDoubt(error);
    }
  }

  /** The terminal cannot tell: a supervisor says by the slip whether the operation in doubt was charged (or, of a reversal, still is). */
  async bySlip(sale: CardReceipt, charged: boolean, signed: Signature & { readonly reason: string }): Promise<CardStanding> {
    const { doubt } = await this.standing(sale);
    if (doubt !== null) {
      const back = doubt.state === 'reversing' ? 'reversed' : 'declined';
      await this.note(sale, doubt, { outcome: charged ? 'approved' : back, code: 'slip', signed });
    }
    return this.standing(sale);
  }

  /** Rejects with LOCK_HELD, before anything is written or charged, where another tab is at the terminal. `held`: kopecks on the cards. */
  private async alone<T>(held: Kopecks, work: () => Promise<T>): Promise<T> {
    const here = this.deps.alone ? await this.deps.alone(work) : { done: await work() };
    if (here === null) throw new SaleFailure('LOCK_HELD', false, { held });
    return here.done;
  }

  private async charge(sale: CardReceipt, { part, attempt, amount }: NonNullable<CardStanding['next']>): Promise<string> {
    const named: Named = { operation: `${sale.key}-${attempt}`, part, attempt, amount };
    await this.note(sale, named, { outcome: 'started' });
    const answer = await (sale.type === 'refund' ? this.refund(sale, named) : this.deps.terminal().charge(named)).catch(
      () => LOST,
    );
    await this.note(sale, named, answer);
    return named.operation;
  }

  /** To the card that was charged, by the reference of that charge where it is known here. */
  private async refund({ original, cards }: Refund, named: Named): Promise<ChargeOutcome> {
    const sale = original.sale === null ? null : ((await this.deps.findSale?.(original.sale).catch(() => null)) ?? null);
    const charges = sale ? (await this.standing(sale)).operations.filter(({ state }) => state === 'approved') : [];
    // A correction may say that more was paid by card than this one was charged: then the terminal asks for the card.
    const charge = charges.find(({ part, amount }) => part === cards?.[named.part]?.part && amount >= named.amount) ?? null;
    return this.deps.terminal().refund({ ...named, of: charge && { operation: charge.operation, rrn: charge.rrn } });
  }

  private async reverse(sale: CardReceipt, one: CardOperation): Promise<void> {
    await this.note(sale, one, { outcome: 'reversing' });
    const answer: ReverseOutcome = await this.deps
      .terminal()
      .reverse(one)
      .catch(() => LOST);
    // Where it failed the money is where it was.
    if (answer.outcome === 'reversed') await this.note(sale, one, { outcome: 'reversed' });
    else if (answer.outcome === 'failed') await this.note(sale, one, { outcome: 'approved', code: answer.code });
  }

  /** `false` where the terminal does not know either, or another tab is at it: that one's charge is on its way. */
  private async ask(sale: CardReceipt, doubt: CardOperation): Promise<boolean> {
    const { alone } = this.deps;
    return alone ? ((await alone(() => this.askNow(sale, doubt)))?.done ?? false) : this.askNow(sale, doubt);
  }

  private async askNow(sale: CardReceipt, doubt: CardOperation): Promise<boolean> {
    const answer: StatusOutcome = await this.deps
      .terminal()
      .status(doubt)
      .catch(() => LOST);
    if (answer.outcome === 'unknown') return false;
    // Another device of this till asked its own terminal: that ours has never heard of it proves nothing.
    if (answer.outcome === 'absent' && !(await this.isOurs(doubt))) return false;
    await this.note(sale, doubt, toldBy(answer));
    return true;
  }

  private async isOurs({ terminal, device }: CardOperation): Promise<boolean> {
    if (terminal !== null && terminal !== this.deps.terminal().id) return false;
    return device === deviceOfStamp(await this.deps.stamps.next());
  }

  private async note(sale: CardReceipt, { operation, part, attempt, amount }: Named, told: Told): Promise<void> {
    const { facts, stamps, now, by, terminal } = this.deps;
    const { outcome, rrn = null, pan = null, code, signed } = told;
    await facts.write(async (): Promise<CardAttempt> => {
      const hlc = await stamps.next();
      return {
        ...{ _id: `card-attempt:${hlc}`, type: 'card-attempt', schema: 1, hlc, by: by(), pos: sale.pos, store: sale.store },
        ...{ sale: sale._id, shift: sale.shift, at: now(), amount, outcome, rrn: rrn?.slice(0, 20) ?? null, pan: maskedPan(pan) },
        ...{ terminal: terminal().id, operation, part, attempt },
        ...(code !== undefined && { code: code?.slice(0, 64) ?? null }),
        ...(signed && { signed }),
      };
    });
  }
}
