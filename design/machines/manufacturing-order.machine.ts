import { setup, transition } from 'xstate';

/** Requirements D-41: draft → confirmed → production → ready → delivered; cancelled from any but delivered, and back to draft. */
export const ORDER_STATES = ['draft', 'confirmed', 'production', 'ready', 'delivered', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];
export const ORDER_STEPS = ['details', 'promise', 'confirm', 'start', 'ready', 'deliver', 'cancel', 'reopen'] as const;
export type OrderStep = (typeof ORDER_STEPS)[number];
export interface OrderStepEvent {
  readonly type: OrderStep;
}

/** Nothing is skipped. `details` and `promise` change what the order says, not where it stands, and only while that makes sense. */
export const manufacturingOrderMachine = setup({ types: { events: {} as OrderStepEvent } }).createMachine({
  id: 'manufacturing-order',
  initial: 'draft',
  states: {
    draft: { on: { confirm: 'confirmed', cancel: 'cancelled', details: 'draft', promise: 'draft' } },
    confirmed: { on: { start: 'production', cancel: 'cancelled', details: 'confirmed', promise: 'confirmed' } },
    production: { on: { ready: 'ready', cancel: 'cancelled', promise: 'production' } },
    ready: { on: { deliver: 'delivered', cancel: 'cancelled', promise: 'ready' } },
    delivered: { type: 'final' },
    cancelled: { on: { reopen: 'draft' } },
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
