import type { Kopecks } from '$design/money/kopecks.ts';
import type { ChargeOutcome, ReverseOutcome, StatusOutcome, Terminal } from './terminal.ts';

/** What the cashier is asked to do at a terminal that stands by itself. */
export interface TerminalQuestion {
  readonly kind: 'charge' | 'reverse' | 'refund';
  readonly amount: Kopecks;
}
/** What came of it; `unknown`: neither slip nor screen says. */
export interface TerminalReply {
  readonly outcome: 'done' | 'refused' | 'unknown';
  /** Off the slip, where the cashier types it. */
  readonly rrn: string | null;
}

/**
 * A terminal that stands by itself: the cashier types the amount there and says here what came of it. It cannot be asked afterwards; what
 * nobody knows is settled by the slip, with a supervisor's signature.
 */
export class ManualTerminal implements Terminal {
  readonly id = 'manual';
  readonly answers = false;
  question = $state.raw<TerminalQuestion | null>(null);
  private reply: ((reply: TerminalReply) => void) | null = null;

  /** The screen's answer to `question`. */
  answer(reply: TerminalReply): void {
    const { reply: resolve } = this;
    this.reply = null;
    this.question = null;
    resolve?.(reply);
  }

  private ask(question: TerminalQuestion): Promise<TerminalReply> {
    this.answer({ outcome: 'unknown', rrn: null });
    return new Promise((resolve) => {
      this.reply = resolve;
      this.question = question;
    });
  }

  charge({ amount }: { readonly amount: Kopecks }): Promise<ChargeOutcome> {
    return this.pay({ kind: 'charge', amount });
  }
  refund({ amount }: { readonly amount: Kopecks }): Promise<ChargeOutcome> {
    return this.pay({ kind: 'refund', amount });
  }
  private async pay(question: TerminalQuestion): Promise<ChargeOutcome> {
    const { outcome, rrn } = await this.ask(question);
    if (outcome === 'done') return { outcome: 'approved', rrn, pan: null, code: null };
    return { outcome: outcome === 'refused' ? 'declined' : 'unknown', code: null };
  }
  status(): Promise<StatusOutcome> {
    return Promise.resolve({ outcome: 'unknown', code: 'no-answer' });
  }
  async reverse({ amount }: { readonly amount: Kopecks }): Promise<ReverseOutcome> {
    const { outcome } = await this.ask({ kind: 'reverse', amount });
    if (outcome === 'done') return { outcome: 'reversed' };
    return outcome === 'refused' ? { outcome: 'failed', code: null } : { outcome: 'unknown', code: null };
  }
}
