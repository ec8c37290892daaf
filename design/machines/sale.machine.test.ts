import fc from 'fast-check';
import { createActor, fromPromise, waitFor } from 'xstate';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Sale } from '../documents/facts.ts';
import type { ReceiptAnswer } from '../fiscal/wire.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { addToCart, EMPTY_CART, type Cart } from '../sale/cart.ts';
import { priceCart } from '../pricing/price-cart.ts';
import { NO_RULES } from '../pricing/rules.ts';
import { SaleFailure, saleMachine, type CommitInput } from './sale.machine.ts';

const frame: CatalogueEntry = {
  sku: 'RB-1',
  name: 'Оправа',
  brand: 'Ray-Ban',
  kind: 'frame',
  category: '',
  ean: null,
  price: 100_00,
  vat: 'none',
  subject: 'goods',
};
const cartOf = (entry: CatalogueEntry): Cart => priceCart(addToCart(EMPTY_CART, entry), NO_RULES, 0);
const pay = { type: 'PAY', cart: cartOf(frame) } as const;
const answer = { receipt_id: 'r', key: 'k', stage: 'printed' } as ReceiptAnswer;
const doubt = () => Promise.reject(new SaleFailure('GATEWAY_UNREACHABLE', true));
const refusal = (code: ConstructorParameters<typeof SaleFailure>[0]) => () => Promise.reject(new SaleFailure(code));

interface Script {
  check?: () => Promise<void>;
  charge?: (() => Promise<void>) | (() => Promise<void>)[];
  giveBack?: (() => Promise<void>)[];
  abandon?: (() => Promise<void>)[];
  register?: (() => Promise<ReceiptAnswer>)[];
  ask?: (() => Promise<ReceiptAnswer | null>)[];
}

/** The machine with scripted actors: each entry answers one call, the last one all further calls. `calls` is what was done, in order. */
function till(script: Script = {}) {
  const calls: string[] = [];
  const next = <T>(name: string, turns: (() => Promise<T>)[] | undefined, otherwise: () => Promise<T>): Promise<T> => {
    const nth = calls.filter((call) => call === name).length;
    calls.push(name);
    return (turns?.[Math.min(nth, turns.length - 1)] ?? otherwise)();
  };
  const actor = createActor(
    saleMachine.provide({
      actors: {
        check: fromPromise<void, { total: Kopecks }>(() =>
          next('check', script.check && [script.check], () => Promise.resolve()),
        ),
        commit: fromPromise<Sale, CommitInput>(() =>
          next('commit', undefined, () => Promise.resolve({ _id: `sale:${calls.length}` } as Sale)),
        ),
        charge: fromPromise<void, { sale: Sale }>(() =>
          next('charge', script.charge && [script.charge].flat(), () => Promise.resolve()),
        ),
        giveBack: fromPromise<void, { sale: Sale }>(() => next('giveBack', script.giveBack, () => Promise.resolve())),
        abandon: fromPromise<void, { sale: Sale }>(() => next('abandon', script.abandon, () => Promise.resolve())),
        register: fromPromise<ReceiptAnswer, { sale: Sale }>(() =>
          next('register', script.register, () => Promise.resolve(answer)),
        ),
        ask: fromPromise<ReceiptAnswer | null, { sale: Sale }>(() => next('ask', script.ask, () => Promise.resolve(null))),
      },
    }),
  );
  actor.start();
  const rest = () => waitFor(actor, (s) => ['cart', 'paying', 'done', 'trouble'].includes(s.value));
  const confirm = async (method: 'cash' | 'card' = 'cash') => {
    actor.send(pay);
    actor.send({ type: 'METHOD', method });
    actor.send({ type: 'CONFIRM' });
    return rest();
  };
  const retry = () => {
    actor.send({ type: 'RETRY' });
    return rest();
  };
  return { actor, calls, rest, confirm, retry };
}

describe('the sale at the till', () => {
  it('writes the sale before it asks the register, and ends with the receipt', async () => {
    const { confirm, calls } = till();
    const state = await confirm();
    expect(calls).toEqual(['check', 'commit', 'register']);
    expect([state.value, state.context.receipt]).toEqual(['done', answer]);
  });

  it('makes one receipt of two presses', async () => {
    const { actor, rest, calls } = till();
    actor.send(pay);
    actor.send({ type: 'CONFIRM' });
    actor.send({ type: 'CONFIRM' });
    await rest();
    actor.send({ type: 'CONFIRM' });
    expect(calls.filter((call) => call === 'commit' || call === 'register')).toEqual(['commit', 'register']);
  });

  it('writes nothing and takes no card where the register would not accept the receipt', async () => {
    const { confirm, calls } = till({ check: refusal('PAPER_OUT') });
    const state = await confirm('card');
    expect(calls).toEqual(['check']);
    expect([state.value, state.context.error?.code]).toEqual(['paying', 'PAPER_OUT']);
  });

  it('takes the card before it registers', async () => {
    const { confirm, calls } = till();
    await confirm('card');
    expect(calls).toEqual(['check', 'commit', 'charge', 'register']);
  });

  it('voids the sale and registers nothing when the card is declined', async () => {
    const { confirm, calls } = till({ charge: refusal('FORBIDDEN') });
    const state = await confirm('card');
    expect(calls).toEqual(['check', 'commit', 'charge', 'abandon']);
    expect([state.value, state.context.sale]).toEqual(['paying', null]);
  });

  it('does not void the sale while it is unknown whether the card was charged', async () => {
    const { confirm, calls } = till({ charge: doubt });
    expect((await confirm('card')).value).toBe('trouble');
    expect(calls).not.toContain('abandon');
  });

  it('registers nothing on a retry until the card is known to be charged', async () => {
    const { confirm, retry, calls } = till({ charge: [doubt, doubt, () => Promise.resolve()] });
    await confirm('card');
    expect((await retry()).value).toBe('trouble');
    expect(calls).not.toContain('register');
    expect((await retry()).value).toBe('done');
    expect(calls).toEqual(['check', 'commit', 'charge', 'charge', 'charge', 'register']);
  });

  it('asks by key after a doubt and takes the receipt that was registered', async () => {
    const { confirm, calls } = till({ register: [doubt], ask: [() => Promise.resolve(answer)] });
    expect((await confirm()).value).toBe('done');
    expect(calls).toEqual(['check', 'commit', 'register', 'ask']);
  });

  it('sends the same sale again where the gateway never began, at most three times', async () => {
    const { confirm, calls } = till({ register: [doubt], ask: [() => Promise.resolve(null)] });
    expect((await confirm()).value).toBe('trouble');
    expect(calls.filter((call) => call === 'register')).toHaveLength(3);
    expect(calls.filter((call) => call === 'commit')).toHaveLength(1);
  });

  it('never sends again while the gateway is silent', async () => {
    const { confirm, calls } = till({ register: [doubt], ask: [doubt] });
    const state = await confirm();
    expect([state.value, state.context.error?.code]).toEqual(['trouble', 'GATEWAY_UNREACHABLE']);
    expect(calls.filter((call) => call === 'register')).toHaveLength(1);
  });

  it('asks before a retry, and registers the same sale', async () => {
    const { actor, confirm, rest, calls } = till({ register: [refusal('PAPER_OUT'), () => Promise.resolve(answer)] });
    expect((await confirm()).context.error?.code).toBe('PAPER_OUT');
    actor.send({ type: 'RETRY' });
    expect((await rest()).value).toBe('done');
    expect(calls).toEqual(['check', 'commit', 'register', 'ask', 'register']);
  });

  it('starts an empty cart after the receipt was left in the tray', async () => {
    const { actor, confirm } = till({ register: [refusal('REGISTER_UNREACHABLE')] });
    await confirm();
    actor.send({ type: 'TRAY' });
    const { value, context } = actor.getSnapshot();
    expect([value, context.cart, context.sale, context.error]).toEqual(['cart', EMPTY_CART, null, null]);
  });

  it('goes on with the second card where the first has paid, and registers nothing before', async () => {
    const second = () => Promise.reject(new SaleFailure('CARD_DECLINED', false, { held: 40_00 }));
    const { confirm, retry, calls } = till({ charge: [second, () => Promise.resolve()] });
    expect((await confirm('card')).value).toBe('trouble');
    expect(calls).not.toContain('abandon');
    expect((await retry()).value).toBe('done');
    expect(calls).toEqual(['check', 'commit', 'charge', 'charge', 'register']);
  });

  it('gives the cards’ money back before it voids the sale, and offers the payment again', async () => {
    const { actor, confirm, rest, calls } = till({ register: [refusal('DRIVE_REFUSED')] });
    await confirm('card');
    actor.send({ type: 'GIVE_BACK' });
    expect((await rest()).value).toBe('paying');
    expect(calls.slice(-2)).toEqual(['giveBack', 'abandon']);
  });

  it('goes on giving back when that failed: a retry never registers a sale whose money is on its way back', async () => {
    const { actor, confirm, rest, retry, calls } = till({
      register: [refusal('DRIVE_REFUSED')],
      giveBack: [refusal('CARD_REVERSAL_FAILED'), () => Promise.resolve()],
    });
    await confirm('card');
    actor.send({ type: 'GIVE_BACK' });
    expect((await rest()).value).toBe('trouble');
    expect((await retry()).value).toBe('paying');
    expect(calls.slice(4)).toEqual(['giveBack', 'giveBack', 'abandon']);
  });

  it('takes the receipt where the register has made it after all, and gives nothing back', async () => {
    const { actor, confirm, rest } = till({
      register: [refusal('DRIVE_REFUSED')],
      giveBack: [refusal('RECEIPT_NOT_PARKED')],
      ask: [() => Promise.resolve(answer)],
    });
    await confirm('card');
    actor.send({ type: 'GIVE_BACK' });
    expect((await rest()).value).toBe('done');
  });

  it('begins again with the card where a declined sale could not be voided', async () => {
    const { confirm, retry, calls } = till({
      charge: [refusal('CARD_DECLINED')],
      abandon: [refusal('STORAGE_FULL'), () => Promise.resolve()],
    });
    expect((await confirm('card')).value).toBe('trouble');
    expect((await retry()).value).toBe('paying');
    expect(calls).not.toContain('register');
  });

  it('asks for a name where something stays owed', () => {
    const { actor } = till();
    actor.send(pay);
    actor.send({ type: 'SETTLEMENT', settlement: { kind: 'credit', now: 0 } });
    expect(actor.getSnapshot().can({ type: 'CONFIRM' })).toBe(false);
    actor.send({ type: 'ORDER', order: 'З-1' });
    expect(actor.getSnapshot().can({ type: 'CONFIRM' })).toBe(true);
  });

  it('sells on credit nothing beyond the price of the goods, nor all of it paid at once', () => {
    const { actor } = till();
    actor.send(pay);
    actor.send({ type: 'ORDER', order: 'З-1' });
    for (const now of [-1, 1_000_000_00]) {
      actor.send({ type: 'SETTLEMENT', settlement: { kind: 'credit', now } });
      expect(actor.getSnapshot().can({ type: 'CONFIRM' })).toBe(false);
    }
  });

  it('keeps of the parts what still fits when the kind of settlement changes', () => {
    const { actor } = till();
    actor.send(pay);
    actor.send({ type: 'TENDER', tender: { method: 'card', amount: 60_00 } });
    actor.send({ type: 'TENDER', tender: { method: 'prepaid', amount: 30_00, sale: 'sale:1', owner: 'sale:1' } });
    actor.send({ type: 'SETTLEMENT', settlement: { kind: 'prepayment', amount: 70_00 } });
    expect(actor.getSnapshot().context.tenders).toEqual([{ method: 'card', amount: 60_00 }]);
  });

  it('registers no sale but one whose cards are charged, and ends none with money held, whatever the actors answer', async () => {
    const result = fc.constantFrom('ok', 'doubt', 'refused', 'declined' as const);
    const turn = fc.constantFrom('RETRY', 'GIVE_BACK', 'CONFIRM' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.array(result, { minLength: 12, maxLength: 30 }),
        fc.array(turn, { maxLength: 6 }),
        async (results, turns) => {
          let n = 0;
          /** What the world holds: is the card charged, the receipt made? */
          const world = { held: false, made: false, sales: 0, voided: 0, broken: 0 };
          const next = () => results[n++ % results.length]!;
          const answerWith = <T>(does: () => T): Promise<T> => {
            const outcome = next();
            if (outcome === 'ok') return Promise.resolve(does());
            if (outcome === 'doubt') return Promise.reject(new SaleFailure('GATEWAY_UNREACHABLE', true));
            return Promise.reject(new SaleFailure(outcome === 'declined' ? 'CARD_DECLINED' : 'DRIVE_REFUSED'));
          };
          const actor = createActor(
            saleMachine.provide({
              actors: {
                check: fromPromise<void, { total: Kopecks }>(() => Promise.resolve()),
                commit: fromPromise<Sale, CommitInput>(() => Promise.resolve({ _id: `sale:${(world.sales += 1)}` } as Sale)),
                charge: fromPromise<void, { sale: Sale }>(() =>
                  world.held ? Promise.resolve() : answerWith(() => void (world.held = true)),
                ),
                giveBack: fromPromise<void, { sale: Sale }>(() =>
                  world.made ? refusal('RECEIPT_NOT_PARKED')() : answerWith(() => void (world.held = false)),
                ),
                abandon: fromPromise<void, { sale: Sale }>(() => {
                  if (world.held || world.made) world.broken += 1;
                  return answerWith(() => void (world.voided += 1));
                }),
                register: fromPromise<ReceiptAnswer, { sale: Sale }>(() => {
                  if (!world.held || world.made) world.broken += 1;
                  return answerWith(() => ((world.made = true), answer));
                }),
                ask: fromPromise<ReceiptAnswer | null, { sale: Sale }>(() => Promise.resolve(world.made ? answer : null)),
              },
            }),
          );
          actor.start();
          const rest = () => waitFor(actor, (s) => ['cart', 'paying', 'done', 'trouble'].includes(s.value));
          actor.send(pay);
          actor.send({ type: 'METHOD', method: 'card' });
          actor.send({ type: 'CONFIRM' });
          await rest();
          for (const type of turns) {
            actor.send({ type });
            await rest();
          }
          const { value } = actor.getSnapshot();
          expect(world.broken).toBe(0);
          if (value === 'done') expect([world.held, world.made]).toEqual([true, true]);
          if (value === 'paying') expect([world.held, world.voided]).toEqual([false, world.sales]);
          actor.stop();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does not confirm less cash than the total', () => {
    const { actor } = till();
    actor.send(pay);
    actor.send({ type: 'TENDERED', tendered: 99_99 });
    expect(actor.getSnapshot().can({ type: 'CONFIRM' })).toBe(false);
    actor.send({ type: 'TENDERED', tendered: 100_00 });
    expect(actor.getSnapshot().can({ type: 'CONFIRM' })).toBe(true);
  });

  it('holds the cart as it was paid for, and lets go of it when the payment is called off', () => {
    const { actor } = till();
    actor.send(pay);
    actor.send({ ...pay, cart: cartOf({ ...frame, price: 1 }) });
    expect(actor.getSnapshot().context.cart).toEqual(pay.cart);
    actor.send({ type: 'CANCEL' });
    expect([actor.getSnapshot().value, actor.getSnapshot().context.cart]).toEqual(['cart', EMPTY_CART]);
  });

  it('does not pay for an empty cart or one that costs nothing', () => {
    const { actor } = till();
    expect(actor.getSnapshot().can({ type: 'PAY', cart: EMPTY_CART })).toBe(false);
    expect(actor.getSnapshot().can({ type: 'PAY', cart: cartOf({ ...frame, price: 0 }) })).toBe(false);
  });
});
