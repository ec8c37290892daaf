import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import { HOUR } from '../../design/time/clock.ts';
import { silentLog } from '../log.ts';
import { createImports } from './create-imports.ts';
import { checkOf, createBench, importNow, priceChange, productOf, READING, type Bench } from './import.fixture.ts';
import type { Imports } from './imports.ts';
import { profileEdition } from './profiles.store.ts';

const SKUS = ['A', 'B', 'C'];
const CHANGES = checkOf(SKUS.map((sku) => priceChange(sku, 100_00, 110_00)));
const OLD = Object.fromEntries(SKUS.map((sku) => [sku, 100_00]));
const NEW = Object.fromEntries(SKUS.map((sku) => [sku, 110_00]));

let bench: Bench;
let folder: string;
/** The server that does the jobs, and another one on the same documents. */
let first: ReturnType<Bench['program']>;
let second: Imports;
beforeEach(async () => {
  bench = createBench();
  folder = mkdtempSync(join(tmpdir(), 'optics-two-admins-'));
  await bench.fill(SKUS.map((sku) => productOf(sku, 100_00)));
  first = bench.program(CHANGES);
  const { engine, clock, stamps } = bench;
  second = createImports({
    ...{ engine, clock, stamps, log: silentLog, folder, check: CHANGES },
    shops: () => ['demo-1', 'demo-2'],
  });
});
afterEach(async () => {
  await first.ends();
  bench.end();
  rmSync(folder, { recursive: true, force: true });
});

async function checkedJob(): Promise<string> {
  const file = await first.imports.upload(Readable.from([Buffer.from('a file')]), 'цены.xlsx');
  const { _id } = await first.imports.start({ file: file.id, profile: READING, dryRun: false });
  await first.settle();
  return _id;
}
/** What both are told who press at one moment: the state that came of it, or the code of the refusal. */
async function both(...presses: readonly Promise<{ state: string }>[]): Promise<string[]> {
  const told = await Promise.allSettled(presses);
  await first.settle();
  return told.map((one) => (one.status === 'fulfilled' ? one.value.state : (one.reason as { code: string }).code));
}
const refusals = (told: readonly string[]): number => told.filter((one) => one === 'IMPORT_STATE').length;

describe('two administrators at two servers press at one moment', () => {
  it.each(['first', 'second'] as const)(
    'confirm and cancel, the %s server asked before: one holds, the other is told',
    async (before) => {
      const id = await checkedJob();
      const presses = {
        first: () => first.imports.confirm(id, { name: 'Петрова', at: null }),
        second: () => second.cancel(id),
      };
      const order = before === 'first' ? [presses.first, presses.second] : [presses.second, presses.first];
      const told = await both(...order.map((press) => press()));
      const { state } = await first.imports.job(id);
      // Confirmed and, before its turn came, cancelled by the other: nobody is refused, and nothing was changed.
      if (state === 'cancelled') expect(await bench.prices()).toEqual(OLD);
      else expect([state, refusals(told), await bench.prices()]).toEqual(['done', 1, NEW]);
    },
  );

  it('confirm for two times: one time holds, and the other is told', async () => {
    const id = await checkedJob();
    const now = bench.clock.now();
    const told = await both(
      first.imports.confirm(id, { name: 'Петрова', at: now + HOUR }),
      second.confirm(id, { name: 'Сидорова', at: now + 2 * HOUR }),
    );
    expect(told.toSorted()).toEqual(['IMPORT_STATE', 'scheduled']);
    const { confirmed, due } = await first.imports.job(id);
    expect([`Петрова ${now + HOUR}`, `Сидорова ${now + 2 * HOUR}`]).toContain(`${confirmed!.name} ${due}`);
    bench.clock.forward(3 * HOUR);
    await first.settle();
    expect(await bench.prices()).toEqual(NEW);
  });

  it('undo: it is undone once, and the other is told', async () => {
    const { _id } = await importNow(first);
    const told = await both(first.imports.undo(_id, { name: 'Петрова' }), second.undo(_id, { name: 'Сидорова' }));
    expect(refusals(told)).toBe(1);
    expect(await first.imports.job(_id)).toMatchObject({ state: 'undone', undo: { restored: SKUS.length, left: 0 } });
    expect([await bench.prices(), await bench.published()]).toEqual([OLD, OLD]);
  });

  it('cancel what the other one undoes: what is done is not cancelled', async () => {
    const { _id } = await importNow(first);
    const told = await both(second.cancel(_id), first.imports.undo(_id, { name: 'Петрова' }));
    expect(told[0]).toBe('IMPORT_STATE');
    expect(await bench.prices()).toEqual(OLD);
  });
});

describe('two people save one profile', () => {
  const FIELDS = {
    ...{ name: 'Люкс', supplier: 'Люкс', active: true, file: GUESS_ALL },
    ...{ mapping: {}, rules: STANDARD_RULES, notes: '' },
  };

  it('at one moment: one wins, the other is told, and whoever saves again knowingly is taken', async () => {
    const profile = await first.imports.putProfile(null, FIELDS);
    const seen = profileEdition(profile);
    const told = await Promise.allSettled([
      first.imports.putProfile(profile._id, { ...FIELDS, notes: 'первый' }, seen),
      second.putProfile(profile._id, { ...FIELDS, notes: 'второй' }, seen),
    ]);
    expect(told.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = told.find((one) => one.status === 'rejected')!;
    expect(refused.reason).toMatchObject({ code: 'IMPORT_PROFILE_CHANGED' });
    const now = await second.profile(profile._id);
    expect(now.notes).toBe(told[0].status === 'fulfilled' ? 'первый' : 'второй');
    const again = await second.putProfile(profile._id, { ...FIELDS, notes: 'поверх' }, profileEdition(now));
    expect(again.notes).toBe('поверх');
  });

  it('while a job counts in it: nobody is refused, and nothing is forgotten', async () => {
    const profile = await first.imports.putProfile(null, FIELDS);
    const file = await first.imports.upload(Readable.from([Buffer.from('a file')]), 'цены.xlsx');
    await first.imports.start({ file: file.id, profile: profile._id, dryRun: false });
    const saved = second.putProfile(profile._id, { ...FIELDS, notes: 'заметка' }, profileEdition(profile));
    await Promise.all([saved, first.settle()]);
    expect(await first.imports.profile(profile._id)).toMatchObject({ notes: 'заметка', jobs: 1 });
  });

  it('under one name: the later one is told which profile bears it, and a copy finds a name of its own', async () => {
    const named = (name: string) => first.imports.putProfile(null, { ...FIELDS, name });
    const told = await Promise.allSettled([named('Оптик-А'), named(' оптик-а')]);
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const { _id } = (await first.imports.profiles())[0]!;
    expect(told[1]).toMatchObject({ reason: { code: 'IMPORT_PROFILE_NAME', details: { name: 'Оптик-А', profile_id: _id } } });
    const copies = await Promise.all([first.imports.copyProfile(_id), first.imports.copyProfile(_id)]);
    expect(copies.map(({ name }) => name)).toEqual(['Оптик-А (копия)', 'Оптик-А (копия 2)']);
    const renaming = first.imports.putProfile(copies[0]._id, { ...FIELDS, name: 'ОПТИК-А' });
    await expect(renaming).rejects.toMatchObject({ code: 'IMPORT_PROFILE_NAME' });
    expect(await first.imports.putProfile(_id, { ...FIELDS, name: 'Оптик-А', notes: 'тот же' })).toMatchObject({
      notes: 'тот же',
    });
  });
});
