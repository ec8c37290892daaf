import type { Kopecks } from '$design/money/kopecks.ts';
import type { LocalStore } from '../../storage/local-store.ts';
import type { Approval, ChargeOutcome, StatusOutcome, Terminal, TerminalOperation } from './terminal.ts';

/**
 * What the emulated terminal does with the next operations, one entry each; without any it approves. Written by tests into the local
 * store under `terminal-script` (`localStorage['optics.terminal-script']`).
 *
 * `decline` · `timeout`: charges, the answer is lost · `unknown-approved`: the answer is lost and the first question is not answered,
 * then it says approved · `unknown-absent`: likewise, but nothing was charged · `deaf`: charges and answers no question until
 * `terminal-deaf` is removed · `reversal-fails`: of a reversal.
 */
export type TerminalTrick = 'approve' | 'decline' | 'timeout' | 'unknown-approved' | 'unknown-absent' | 'deaf' | 'reversal-fails';

export const BANK = 'bank';
export const SCRIPT = 'terminal-script';
export const DEAF = 'terminal-deaf';

/** What the bank knows of an operation; it outlives any reload of the till, so that a double charge is seen. */
export interface BankEntry {
  readonly amount: Kopecks;
  readonly state: 'approved' | 'declined' | 'reversed';
  /** Money went to the card. */
  readonly refund?: true;
  readonly rrn: string;
}
export type Bank = Readonly<Record<string, BankEntry>>;

/** Charged and not given back, kopecks. */
export const bankBalance = (bank: Bank): Kopecks =>
  Object.values(bank).reduce((sum, { state, amount, refund }) => sum + (state !== 'approved' ? 0 : refund ? -amount : amount), 0);

export interface EmulatedTerminalDeps {
  readonly store: LocalStore;
  /** How long a customer takes to present the card, ms. */
  readonly wait: () => Promise<void>;
}

/** A terminal with a bank behind it, in the browser's own store. Demo only. */
export function createEmulatedTerminal({ store, wait }: EmulatedTerminalDeps): Terminal {
  const bank = (): Bank => store.read<Bank>(BANK) ?? {};
  const put = (operation: string, entry: BankEntry): void => store.write(BANK, { ...bank(), [operation]: entry });
  const nextTrick = (): TerminalTrick => {
    const [trick = 'approve', ...rest] = store.read<TerminalTrick[]>(SCRIPT) ?? [];
    if (rest.length > 0) store.write(SCRIPT, rest);
    else store.remove(SCRIPT);
    return trick;
  };
  const approval = ({ rrn }: BankEntry): Approval => ({ outcome: 'approved', rrn, pan: '220220******4417', code: '00' });
  const lost = { outcome: 'unknown', code: 'timeout' } as const;

  const run = async ({ operation, amount }: TerminalOperation, way: Pick<BankEntry, 'refund'>): Promise<ChargeOutcome> => {
    // A terminal never charges the same operation twice.
    const known = bank()[operation];
    if (known) return known.state === 'approved' ? approval(known) : { outcome: 'declined', code: 'repeat' };
    await wait();
    const trick = nextTrick();
    const rrn = String(100_000_000_000 + Object.keys(bank()).length + 1).slice(-12);
    if (trick === 'decline') {
      put(operation, { amount, state: 'declined', rrn, ...way });
      return { outcome: 'declined', code: '51' };
    }
    if (trick === 'unknown-absent') {
      store.write(DEAF, 1);
      return lost;
    }
    const entry: BankEntry = { amount, state: 'approved', rrn, ...way };
    put(operation, entry);
    if (trick === 'unknown-approved') store.write(DEAF, 1);
    if (trick === 'deaf') store.write(DEAF, 1_000_000);
    return trick === 'approve' ? approval(entry) : lost;
  };

  return {
    id: 'emulated',
    answers: true,
    charge: (of) => run(of, {}),
    refund: (of) => run(of, { refund: true }),
    status({ operation }): Promise<StatusOutcome> {
      const deaf = store.read<number>(DEAF) ?? 0;
      if (deaf > 0) {
        if (deaf === 1) store.remove(DEAF);
        else store.write(DEAF, deaf - 1);
        return Promise.resolve(lost);
      }
      const known = bank()[operation];
      if (!known) return Promise.resolve({ outcome: 'absent' });
      if (known.state === 'approved') return Promise.resolve(approval(known));
      return Promise.resolve(known.state === 'declined' ? { outcome: 'declined', code: '51' } : { outcome: 'reversed' });
    },
    async reverse({ operation }) {
      const known = bank()[operation];
      if (!known || known.state === 'declined') return { outcome: 'failed', code: 'absent' };
      if (known.state === 'reversed') return { outcome: 'reversed' };
      await wait();
      const [trick] = store.read<TerminalTrick[]>(SCRIPT) ?? [];
      if (trick === 'reversal-fails') {
        nextTrick();
        return { outcome: 'failed', code: '91' };
      }
      put(operation, { ...known, state: 'reversed' });
      return { outcome: 'reversed' };
    },
  };
}
