import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor, fromPromise, waitFor } from 'xstate';
import { makeRefund } from '../../tests/factories/receipts.ts';
import type { Refund } from '../documents/facts.ts';
import type { ErrorCode } from '../errors.ts';
import type { ReceiptAnswer } from '../fiscal/wire.ts';
import { liftedBy, refundMachine, type RefundOverride, type RefundPlan } from './refund.machine.ts';
import { SaleFailure } from './sale.machine.ts';

const doc = makeRefund({ at: Date.UTC(2026, 2, 5) });
const { key, original, client, lines, reason } = doc;
const plan = (method: 'cash' | 'card' = 'cash'): RefundPlan => ({
  ...{ key, original, client, lines, reason, because: 'other' },
  payments: [{ method, amount: doc.total }],
  cards: method === 'card' ? [{ part: 0 }] : [],
});
const receipt = { receipt_id: 'r', key } as ReceiptAnswer;
const override: RefundOverride = { by: 'staff:3', role: 'manager', reason: 'ждать не может' };
const refuse = (code: ErrorCode) => () => Promise.reject(new SaleFailure(code));
const doubt = (code: ErrorCode) => () => Promise.reject(new SaleFailure(code, true));
const STOPS = ['choosing', 'blocked', 'ready', 'trouble', 'done'];

interface Asked {
  plan: RefundPlan;
  override: RefundOverride | null;
}
interface Held {
  refund: Refund;
}

interface Script {
  readonly check?: () => Promise<void>;
  readonly giveBack?: () => Promise<void>;
  readonly register?: () => Promise<ReceiptAnswer>;
  readonly ask?: () => Promise<ReceiptAnswer | null>;
  readonly abandon?: () => Promise<void>;
}

function till(script: Script = {}) {
  const did: string[] = [];
  const note = <T>(what: string, run: () => Promise<T>) => {
    did.push(what);
    return run();
  };
  const actor = createActor(
    refundMachine.provide({
      actors: {
        check: fromPromise<void, Asked>(() => note('check', script.check ?? (() => Promise.resolve()))),
        commit: fromPromise<Refund, Asked>(({ input }) =>
          note('commit', () =>
            Promise.resolve({ ...doc, payments: input.plan.payments, ...(input.override && { override: input.override }) }),
          ),
        ),
        giveBack: fromPromise<void, Held>(() => note('card', script.giveBack ?? (() => Promise.resolve()))),
        abandon: fromPromise<void, Held>(() => note('abandon', script.abandon ?? (() => Promise.resolve()))),
        register: fromPromise<ReceiptAnswer, Held>(() => note('register', script.register ?? (() => Promise.resolve(receipt)))),
        ask: fromPromise<ReceiptAnswer | null, Held>(() => note('ask', script.ask ?? (() => Promise.resolve(null)))),
      },
    }),
  ).start();
  const settled = () => waitFor(actor, (s) => STOPS.includes(s.value));
  return { actor, did, settled };
}

/** Answers one after another; the last one stays. */
const inTurn = <T>(...runs: (() => Promise<T>)[]) => {
  let i = 0;
  return () => runs[Math.min(i++, runs.length - 1)]!();
};

describe('a refund', () => {
  it('is written before the register is asked; for a card the money goes back in between', async () => {
    const cash = till();
    cash.actor.send({ type: 'REFUND', plan: plan() });
    expect((await cash.settled()).value).toBe('done');
    expect(cash.did).toEqual(['check', 'commit', 'register']);
    const card = till();
    card.actor.send({ type: 'REFUND', plan: plan('card') });
    await card.settled();
    expect(card.did).toEqual(['check', 'commit', 'card', 'register']);
  });

  it.each(['ORIGINAL_NOT_DELIVERED', 'ORIGINAL_DEAD', 'GATEWAY_UNREACHABLE', 'ORIGINAL_UNCONFIRMED'] as const)(
    'is blocked with its reason, and nothing is written: %s (A-42, L-27, L-28)',
    async (code) => {
      const { actor, did, settled } = till({ check: refuse(code) });
      actor.send({ type: 'REFUND', plan: plan() });
      const state = await settled();
      expect([state.value, state.context.error?.code]).toEqual(['blocked', code]);
      expect(did).toEqual(['check']);
    },
  );

  it('is not blocked but refused where nobody may lift it: the cashier changes it', async () => {
    const { actor, settled } = till({ check: refuse('REFUND_EXCEEDS_SALE') });
    actor.send({ type: 'REFUND', plan: plan() });
    expect((await settled()).value).toBe('choosing');
    expect(liftedBy('REFUND_EXCEEDS_SALE')).toBeNull();
    expect(liftedBy('ORIGINAL_DEAD')).toBe('administrator');
  });

  it('that waited begins nothing by itself when it may: somebody confirms (A-43)', async () => {
    const { actor, did, settled } = till({ check: inTurn(refuse('ORIGINAL_NOT_DELIVERED'), () => Promise.resolve()) });
    actor.send({ type: 'REFUND', plan: plan() });
    await settled();
    actor.send({ type: 'RECHECK' });
    expect((await settled()).value).toBe('ready');
    expect(did).toEqual(['check', 'check']);
    actor.send({ type: 'CONFIRM' });
    expect((await settled()).value).toBe('done');
    expect(did).toEqual(['check', 'check', 'check', 'commit', 'register']);
  });

  it('goes on by a supervisor’s word, which its document bears', async () => {
    const { actor, settled } = till({ check: inTurn(refuse('ORIGINAL_NOT_DELIVERED'), () => Promise.resolve()) });
    actor.send({ type: 'REFUND', plan: plan() });
    await settled();
    actor.send({ type: 'OVERRIDE', override });
    const state = await settled();
    expect([state.value, state.context.refund?.override]).toEqual(['done', override]);
  });

  it('that the register refuses after all is taken back and blocked again, with nothing left open', async () => {
    const { actor, did, settled } = till({ register: refuse('ORIGINAL_NOT_DELIVERED') });
    actor.send({ type: 'REFUND', plan: plan() });
    const state = await settled();
    expect([state.value, state.context.refund]).toEqual(['blocked', null]);
    expect(did).toEqual(['check', 'commit', 'register', 'abandon']);
  });

  it('whose card has its money back is never taken back: it stays until the register has it', async () => {
    const { actor, did, settled } = till({ register: refuse('ORIGINAL_NOT_DELIVERED') });
    actor.send({ type: 'REFUND', plan: plan('card') });
    expect((await settled()).value).toBe('trouble');
    expect(did).not.toContain('abandon');
  });

  it('asks the card after a doubt before anything else, and ends without a receipt where the card is refused', async () => {
    const lost = till({ giveBack: inTurn(doubt('CARD_UNKNOWN'), () => Promise.resolve()) });
    lost.actor.send({ type: 'REFUND', plan: plan('card') });
    expect((await lost.settled()).value).toBe('trouble');
    lost.actor.send({ type: 'RETRY' });
    expect((await lost.settled()).value).toBe('done');
    expect(lost.did).toEqual(['check', 'commit', 'card', 'card', 'register']);
    const declined = till({ giveBack: refuse('CARD_DECLINED') });
    declined.actor.send({ type: 'REFUND', plan: plan('card') });
    const state = await declined.settled();
    expect([state.value, state.context.error?.code]).toEqual(['choosing', 'CARD_DECLINED']);
    expect(declined.did).toEqual(['check', 'commit', 'card', 'abandon']);
  });

  it('that one of two cards has got already is not taken back when the other is declined: it is gone on with', async () => {
    const second = () => Promise.reject(new SaleFailure('CARD_DECLINED', false, { held: 500 }));
    const { actor, did, settled } = till({ giveBack: inTurn(second, () => Promise.resolve()) });
    actor.send({ type: 'REFUND', plan: plan('card') });
    expect((await settled()).value).toBe('trouble');
    expect(did).toEqual(['check', 'commit', 'card']);
    actor.send({ type: 'RETRY' });
    expect((await settled()).value).toBe('done');
    expect(did).toEqual(['check', 'commit', 'card', 'card', 'register']);
  });

  it('that could not be taken back after a declined card begins with the card again, never with the register', async () => {
    const declined = refuse('CARD_DECLINED');
    const { actor, did, settled } = till({
      giveBack: inTurn<void>(declined, () => Promise.resolve()),
      abandon: refuse('GATEWAY_UNREACHABLE'),
    });
    actor.send({ type: 'REFUND', plan: plan('card') });
    expect((await settled()).value).toBe('trouble');
    actor.send({ type: 'RETRY' });
    expect((await settled()).value).toBe('done');
    expect(did).toEqual(['check', 'commit', 'card', 'abandon', 'card', 'register']);
  });

  it('is one refund, whatever answers are lost and however often it is pressed', async () => {
    const step = fc.constantFrom('ok', 'lost-before', 'lost-after', 'silent');
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(fc.constantFrom('RETRY', 'CONFIRM', 'RECHECK', 'REFUND'), { maxLength: 8 }),
        async (steps, presses) => {
          let made = 0;
          const left = [...steps];
          const register = () => {
            const next = left.shift() ?? 'ok';
            // The gateway knows the key: what it has made it answers again.
            if (next !== 'lost-before' && next !== 'silent') made = 1;
            return next === 'ok' ? Promise.resolve(receipt) : doubt('GATEWAY_UNREACHABLE')();
          };
          const ask = () => (left[0] === 'silent' ? doubt('GATEWAY_UNREACHABLE')() : Promise.resolve(made > 0 ? receipt : null));
          const { actor, did, settled } = till({ register, ask });
          actor.send({ type: 'REFUND', plan: plan() });
          for (const type of presses) {
            if (type === 'REFUND') actor.send({ type, plan: plan() });
            else actor.send({ type });
            await settled();
          }
          for (let i = 0; i < 8 && (await settled()).value === 'trouble'; i += 1) {
            left.shift();
            actor.send({ type: 'RETRY' });
          }
          expect((await settled()).value).toBe('done');
          expect(did.filter((what) => what === 'commit')).toHaveLength(1);
          const calls = did.filter((what) => what === 'register' || what === 'ask');
          calls.forEach((what, i) => what === 'register' && i > 0 && expect(calls[i - 1]).toBe('ask'));
        },
      ),
      { numRuns: 60 },
    );
  });
});
