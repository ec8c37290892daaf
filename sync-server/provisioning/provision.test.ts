import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { createProvisioner, type Provisioner } from './provision.ts';
import { createShops } from './shops.ts';

const settings = (store: string, timeZone: string) => ({
  ...{ _id: `settings:store-${store}`, type: 'settings', schema: 1, hlc: '1763683200000-0000-0000', by: null, pos: null, store },
  ...{ name: store, address: '', timeZone, company: { name: 'ООО', inn: '7707083893' }, cashierMayCloseShift: false, stamps: {} },
});
const months = async (engine: ReturnType<typeof createMemoryEngine>, store: string) =>
  (await engine.list()).filter((name) => name.startsWith(`sales-${store}-`)).map((name) => name.slice(-6));

let provisioner: Provisioner;
afterEach(() => provisioner.stop());

describe('the months of a shop', () => {
  it('are made from the last to two ahead, by the calendar of each shop, and again when a month has begun', async () => {
    const engine = createMemoryEngine();
    await (await engine.open('catalog')).bulk([settings('kam', 'Asia/Kamchatka'), settings('kgd', 'Europe/Kaliningrad')]);
    // The last evening of November in Kaliningrad; in Kamchatka December began nine hours ago.
    const clock = { at: Date.UTC(2026, 10, 30, 21), now: () => clock.at };
    provisioner = await createProvisioner(engine, await createShops(engine), clock, () => undefined);
    expect(await months(engine, 'kam')).toEqual(['202611', '202612', '202701', '202702']);
    expect(await months(engine, 'kgd')).toEqual(['202610', '202611', '202612', '202701']);
    let told = 0;
    provisioner.onChange(() => (told += 1));
    await provisioner.upToDate();
    expect(told).toBe(0);
    clock.at += 2 * 3_600_000;
    await provisioner.upToDate();
    expect([told, await months(engine, 'kgd')]).toEqual([1, ['202610', '202611', '202612', '202701', '202702']]);
  });

  it('of earlier days are known after a restart: a till may come back with their facts', async () => {
    const engine = createMemoryEngine();
    await (await engine.open('catalog')).bulk([settings('kgd', 'Europe/Kaliningrad')]);
    await engine.open('sales-kgd-202601');
    const clock = { now: () => Date.UTC(2026, 10, 15) };
    provisioner = await createProvisioner(engine, await createShops(engine), clock, () => undefined);
    expect([provisioner.provisioned('sales-kgd-202601'), provisioner.provisioned('sales-kgd-202602')]).toEqual([true, false]);
  });
});
