import { setup, transition } from 'xstate';

/** Requirements D-41: draft → confirmed → production → ready → delivered; cancelled from any but delivered, and back to draft. */
export const ORDER_STATES = ['draft', 'confirmed', 'production', 'ready', 'delivered', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];
/** Steps that move the order, and what may be written in a state without moving it. Money, links and notices are facts in every state. */
const ABOUT = ['details', 'pair', 'unpair', 'lines', 'promise'] as const;
const BENCH = ['step', 'location', 'bench', 'assign', 'breakage', 'defect'] as const;
const MOVES = ['confirm', 'start', 'ready', 'deliver', 'cancel', 'reopen', 'rework'] as const;
export const ORDER_STEPS = [...MOVES, ...ABOUT, ...BENCH, 'quality', 'timer'] as const;
export type OrderStep = (typeof ORDER_STEPS)[number];
export interface OrderStepEvent {
  readonly type: OrderStep;
}

/** Written in a state, and the state stays. */
const stays = <S extends OrderState>(state: S, ...steps: readonly OrderStep[]): Partial<Record<OrderStep, S>> =>
  Object.fromEntries(steps.map((step) => [step, state]));

/** Nothing is skipped. What the order is about changes until production begins; the workshop's entries begin with the order of lenses. */
export const manufacturingOrderMachine = setup({ types: { events: {} as OrderStepEvent } }).createMachine({
  id: 'manufacturing-order',
  initial: 'draft',
  states: {
    draft: { on: { ...stays('draft', ...ABOUT), confirm: 'confirmed', cancel: 'cancelled' } },
    confirmed: { on: { ...stays('confirmed', ...ABOUT, ...BENCH), start: 'production', cancel: 'cancelled' } },
    production: {
      on: { ...stays('production', 'promise', ...BENCH, 'quality', 'timer'), ready: 'ready', cancel: 'cancelled' },
    },
    ready: {
      on: {
        ...stays('ready', 'promise', 'step', 'location'),
        deliver: 'delivered',
        cancel: 'cancelled',
        rework: 'production',
      },
    },
    delivered: { type: 'final' },
    cancelled: { on: { ...stays('cancelled', 'location'), reopen: 'draft' } },
  },
});

/** The machine read once into a table: a board of thousands of orders passes through it. */
const TABLE: ReadonlyMap<string, OrderState> = new Map(
  ORDER_STATES.flatMap((state) => {
    const snapshot = manufacturingOrderMachine.resolveState({ value: state });
    return ORDER_STEPS.filter((type) => snapshot.can({ type })).map(
      (type) => [`${state} ${type}`, transition(manufacturingOrderMachine, snapshot, { type })[0].value] as const,
    );
  }),
);

/** The state after a step, `null` where the step is not possible in this state. */
export const nextOrderState = (state: OrderState, step: OrderStep): OrderState | null => TABLE.get(`${state} ${step}`) ?? null;
