import { describe, expect, it } from 'vitest';
import type { Sale } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import { GatewayError, type GatewayClient } from '../gateway/gateway.client.ts';
import type { Facts } from '../storage/facts.ts';
import { FiscalPort, toFailure } from './fiscal-port.ts';

const sale = { _id: 'sale:1', key: 'k' } as Sale;
const at = (stage: ReceiptAnswer['stage'], registered = false) =>
  ({
    key: 'k',
    stage,
    fiscal_doc: registered ? {} : null,
    result: registered ? { _id: 'fiscal-result:1' } : null,
  }) as ReceiptAnswer;
const silent = () => Promise.reject(new GatewayError('GATEWAY_UNREACHABLE', null));

/** A port whose gateway gives these answers to by-key, the last one again and again. */
function port(...answers: (() => Promise<ReceiptAnswer | null>)[]) {
  const noted: unknown[] = [];
  let asked = 0;
  const client = { byKey: () => answers[Math.min(asked++, answers.length - 1)]!() } as unknown as GatewayClient;
  const facts = { adopt: (docs: unknown[]) => Promise.resolve(void noted.push(...docs)) } as unknown as Facts;
  return { port: new FiscalPort({ client, facts, wait: () => Promise.resolve() }), noted, asked: () => asked };
}
const codeOf = (promise: Promise<unknown>): Promise<ErrorCode | null> =>
  promise.then(
    () => null,
    (error: unknown) => toFailure(error).code,
  );

describe('asking by key after a doubt', () => {
  it('waits for a gateway that is starting again, and notes the result it gives', async () => {
    const { port: one, noted } = port(silent, silent, () => Promise.resolve(at('printed', true)));
    expect(await one.ask(sale)).toMatchObject({ stage: 'printed' });
    expect(noted).toEqual([{ _id: 'fiscal-result:1' }]);
  });

  it('waits while the register is at work', async () => {
    const { port: one } = port(
      () => Promise.resolve(at('registering')),
      () => Promise.resolve(at('registered', true)),
    );
    expect(await one.ask(sale)).toMatchObject({ stage: 'registered' });
  });

  it.each(['parked', 'stored', 'uncertain', 'rejected'] as const)(
    'lets the same key be sent again where it is %s',
    async (stage) => {
      expect(await port(() => Promise.resolve(at(stage))).port.ask(sale)).toBeNull();
    },
  );

  it('lets the same key be sent again where the gateway never got it', async () => {
    expect(await port(() => Promise.resolve(null)).port.ask(sale)).toBeNull();
  });

  it('never lets it be sent again while the gateway is silent or the register at work', async () => {
    expect(await codeOf(port(silent).port.ask(sale))).toBe('GATEWAY_UNREACHABLE');
    expect(await codeOf(port(() => Promise.resolve(at('registering'))).port.ask(sale))).toBe('REQUEST_IN_PROGRESS');
  });

  it('never sends what was voided', async () => {
    expect(await codeOf(port(() => Promise.resolve(at('voided'))).port.ask(sale))).toBe('RECEIPT_VOIDED');
  });
});

describe('the last look before the register', () => {
  const before = (voided: boolean, hindrance: ErrorCode | null) => {
    let posted = 0;
    const client = { register: () => Promise.resolve(void (posted += 1)) } as unknown as GatewayClient;
    const facts = { findBeside: () => Promise.resolve(voided ? { _id: 'sale-void:1' } : null) } as unknown as Facts;
    const one = new FiscalPort({ ...{ client, facts, wait: () => Promise.resolve() }, hinders: () => hindrance });
    return { code: codeOf(one.register(sale)), posted: () => posted };
  };

  it('sends nothing from a tab that the till was taken from', async () => {
    const { code, posted } = before(false, 'LOCK_HELD');
    expect([await code, posted()]).toEqual(['LOCK_HELD', 0]);
  });

  it('sends nothing that another tab has voided without the gateway knowing', async () => {
    const { code, posted } = before(true, null);
    expect([await code, posted()]).toEqual(['RECEIPT_VOIDED', 0]);
  });
});

it('doubts only where the register may have done it', () => {
  const doubt = (code: ErrorCode, status: number | null) => toFailure(new GatewayError(code, status)).doubt;
  expect([doubt('GATEWAY_UNREACHABLE', null), doubt('OUTCOME_UNKNOWN', 503), doubt('INTERNAL', 500)]).toEqual([true, true, true]);
  expect([doubt('PAPER_OUT', 409), doubt('REGISTER_UNREACHABLE', 503), doubt('LOCK_HELD', 409)]).toEqual([false, false, false]);
});
