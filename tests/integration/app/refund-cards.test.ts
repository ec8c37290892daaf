import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEAF, SCRIPT } from '../../../app/lib/sale/terminal/emulated-terminal.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { MANAGER, startDesk, takeAll, type Desk } from './refund.fixture.ts';

let fixture: ServerFixture;
let desk: Desk;
beforeEach(async () => {
  fixture = await startFixture();
  desk = await startDesk(fixture);
});
afterEach(async () => {
  await desk.end();
  await fixture.end();
});

describe('a card whose money has to go back', () => {
  const sold = async (): Promise<string> => {
    const sale = await desk.sell([['RB-1', 500_00]], [500_00]);
    await desk.deliver();
    return sale;
  };

  it('answer lost: the terminal is asked, one refund at the bank', async () => {
    const sale = await sold();
    desk.till.store.write(SCRIPT, ['unknown-approved']);
    await takeAll(desk, sale);
    expect([desk.refund.phase, desk.refund.error?.code, desk.receipts().length]).toEqual(['trouble', 'CARD_UNKNOWN', 1]);
    await desk.refund.retry();
    expect([desk.refund.phase, desk.bank(), desk.refundsAtBank().length, desk.receipts().length]).toEqual(['done', 0, 1, 2]);
    expect(await desk.violations()).toEqual([]);
  });

  it('declined: the refund is given up with nothing registered, and may be tried again', async () => {
    const sale = await sold();
    desk.till.store.write(SCRIPT, ['decline']);
    await takeAll(desk, sale);
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['choosing', 'CARD_DECLINED']);
    expect([desk.bank(), desk.receipts().length]).toEqual([500_00, 1]);
    expect(await desk.violations()).toEqual([]);
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.bank(), desk.receipts().length]).toEqual(['done', 0, 2]);
    expect(await desk.violations()).toEqual([]);
  });

  it('unknown for good: a supervisor says by the slip that it went back, and the receipt follows from the tray', async () => {
    const sale = await sold();
    desk.till.store.write(SCRIPT, ['deaf']);
    await takeAll(desk, sale);
    expect(desk.refund.phase).toBe('trouble');
    desk.refund.toTray();
    await desk.till.tray.settle();
    expect(desk.till.tray.items).toMatchObject([{ kind: 'refund', card: { state: 'doubt' } }]);
    desk.supervisor.signed = MANAGER;
    const { saleId } = desk.till.tray.items[0]!;
    expect(await desk.till.tray.settleBySlip(saleId, true)).toBeNull();
    expect(await desk.till.tray.retry(saleId)).toBeNull();
    expect([desk.till.tray.items, desk.bank(), desk.refundsAtBank().length, desk.receipts().length]).toEqual([[], 0, 1, 2]);
    expect(await desk.violations()).toEqual([]);
  });

  it('unknown, and by the slip it did not: given up from the tray, the goods may be given back anew', async () => {
    const sale = await sold();
    desk.till.store.write(SCRIPT, ['unknown-absent']);
    desk.till.store.write(DEAF, 1_000_000);
    await takeAll(desk, sale);
    desk.refund.toTray();
    await desk.till.tray.settle();
    desk.supervisor.signed = MANAGER;
    const { saleId } = desk.till.tray.items[0]!;
    expect(await desk.till.tray.settleBySlip(saleId, false)).toBeNull();
    expect(await desk.till.tray.void(saleId, 'слипа нет')).toBeNull();
    desk.till.store.remove(DEAF);
    expect([desk.till.tray.items, desk.bank()]).toEqual([[], 500_00]);
    await takeAll(desk, sale);
    expect([desk.refund.phase, desk.bank(), desk.receipts().length]).toEqual(['done', 0, 2]);
    expect(await desk.violations()).toEqual([]);
  });
});

describe('a till that dies in the middle of a refund', () => {
  const STEPS = ['document written', 'attempt started', 'bank answered', 'attempt noted', 'registered'] as const;
  it.each(STEPS)('after: %s — one fiscal refund and one at the bank, or an open item in the tray', async (step) => {
    const sale = await desk.sell([['RB-1', 500_00]], [500_00]);
    await desk.deliver();
    const died = new Promise<void>((dead) => {
      const never = (): Promise<never> => {
        dead();
        return new Promise<never>(() => undefined);
      };
      const { facts } = desk.till;
      const write = facts.write.bind(facts);
      const adopt = facts.adopt.bind(facts);
      facts.write = async (compose: () => Promise<{ type: string; outcome?: string }>) => {
        const doc = await compose();
        const before = step === 'bank answered' && doc.type === 'card-attempt' && doc.outcome === 'approved';
        if (before) return never();
        const stored = await write(() => Promise.resolve(doc as never));
        const after =
          (step === 'document written' && doc.type === 'refund') ||
          (step === 'attempt started' && doc.outcome === 'started') ||
          (step === 'attempt noted' && doc.outcome === 'approved');
        return after ? never() : stored;
      };
      facts.adopt = (docs) => (step === 'registered' ? never() : adopt(docs));
    });
    await desk.refund.open(sale);
    desk.refund.chooseAll();
    desk.refund.setReason('defect', '');
    desk.refund.confirm().catch(() => null);
    await died;
    // The storage is the device's own: what comes after the power is back writes as ever.
    Reflect.deleteProperty(desk.till.facts, 'write');
    Reflect.deleteProperty(desk.till.facts, 'adopt');
    await desk.reopen();
    expect(desk.refundsAtBank().length).toBeLessThanOrEqual(1);
    expect(await desk.violations()).toEqual([]);
    for (const { saleId } of desk.till.tray.items) {
      // An attempt that the terminal has never heard of is settled first; the next press gives the money back.
      if ((await desk.till.tray.retry(saleId)) !== null) expect(await desk.till.tray.retry(saleId)).toBeNull();
    }
    expect([desk.till.tray.items, desk.bank(), desk.refundsAtBank().length, desk.receipts().length]).toEqual([[], 0, 1, 2]);
    expect(await desk.violations()).toEqual([]);
    await desk.refund.open(sale);
    expect(desk.refund.original?.lines[0]).toMatchObject({ left: 0 });
  });
});
