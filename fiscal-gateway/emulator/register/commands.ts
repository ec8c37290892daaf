import { z } from 'zod';
import { VAT_RATES } from '../../../design/money/vat.ts';

/**
 * The command protocol of the emulated register: newline-delimited JSON over TCP, one request `{id, command, params}` → one answer
 * `{id, ok: true, result}` or `{id, ok: false, error}`. The commands are those of the Register interface.
 */
const kopecks = z.int();
const cashier = z.object({ name: z.string(), inn: z.string().nullable() });
const fd = z.int().min(1);

const receipt = z.object({
  ourId: z.string(),
  operation: z.enum(['sale', 'refund']),
  correction: z
    .object({
      type: z.enum(['self', 'instruction']),
      date: z.iso.date(),
      number: z.string().max(32).nullable(),
      originalFp: z.string().max(16).nullable(),
    })
    .nullable(),
  cashier,
  items: z
    .array(
      z.object({
        name: z.string().min(1),
        qty: z.number().positive(),
        price: kopecks.min(0),
        amount: kopecks.min(0),
        vat: z.enum(VAT_RATES),
        subject: z.string(),
        method: z.string(),
        markCode: z.string().nullable(),
      }),
    )
    .min(1),
  payments: z.object({
    cash: kopecks.min(0),
    card: kopecks.min(0),
    prepaid: kopecks.min(0),
    credit: kopecks.min(0),
    other: kopecks.min(0),
  }),
  vat: z.array(z.object({ rate: z.enum(VAT_RATES), tag: z.int(), turnover: kopecks.min(0), sum: kopecks.min(0) })),
  tendered: kopecks.min(0).nullable(),
  total: kopecks.min(0),
  customer: z.string().nullable(),
});

const ticket = z.object({ fn: z.string(), fd, at: z.int(), sign: z.string() });
const nothing = z.object({}).optional();

export const command = z.discriminatedUnion('command', [
  z.object({ command: z.literal('status'), params: nothing }),
  z.object({ command: z.literal('counters'), params: nothing }),
  z.object({ command: z.literal('openShift'), params: z.object({ cashier }) }),
  z.object({ command: z.literal('closeShift'), params: z.object({ cashier }) }),
  z.object({ command: z.literal('registerReceipt'), params: z.object({ receipt }) }),
  z.object({ command: z.literal('findDocument'), params: z.object({ fd }) }),
  z.object({ command: z.literal('cancelOpenDocument'), params: nothing }),
  z.object({ command: z.literal('continuePrint'), params: nothing }),
  z.object({ command: z.literal('printCopy'), params: z.object({ fd }) }),
  z.object({ command: z.literal('printText'), params: z.object({ lines: z.array(z.string()).max(1000) }) }),
  z.object({
    command: z.literal('cashMovement'),
    params: z.object({ direction: z.enum(['in', 'out']), amount: kopecks.positive() }),
  }),
  z.object({ command: z.literal('openDrawer'), params: nothing }),
  z.object({ command: z.literal('acceptTicket'), params: z.object({ fd, ticket }) }),
]);
export type Command = z.infer<typeof command>;
export type CommandName = Command['command'];
export const COMMAND_NAMES = command.options.map((option) => option.shape.command.value);

export interface CommandError {
  readonly reason: string;
  readonly deviceCode: string | null;
  readonly message: string;
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: CommandError };
