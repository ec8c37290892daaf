import { describe, expect, it } from 'vitest';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { createHomes, homesOf } from './homes.ts';

const NOON = Date.UTC(2026, 10, 21, 9);
const YEAR_2000 = Date.UTC(2000, 0, 1, 9);
const MONTH = 31 * 86_400_000;

async function setUp() {
  const engine = createMemoryEngine();
  await engine.open('sales-demo-1-202608');
  const clock = { at: NOON, now: () => clock.at };
  return { engine, clock, homes: createHomes(engine, clock, () => 'Europe/Moscow') };
}

describe('the home of a fact whose clock was wrong', () => {
  it('is its own month where the server takes it: open, or an older one that it has held', async () => {
    const { homes } = await setUp();
    expect(await homes.state('sales-demo-1-202702')).toBe('wrong');
    expect(await homes.state('sales-demo-1-202701')).toBe('open');
    expect(await homes.state('sales-demo-1-202608')).toBe('late');
    expect(await homes.state('sales-demo-1-202607')).toBe('wrong');
    const august = makeSale({ at: NOON - 3 * MONTH });
    expect(await homes.placeOf(august, 'demo-1')).toEqual({ database: 'sales-demo-1-202608', rehomed: false });
    expect(await homes.placeOf(august, 'demo-2')).toBeNull();
  });

  it('is sealed for a whole shift when it is first asked about: a result months later lies beside its sale', async () => {
    const { homes, clock } = await setUp();
    const sale = makeSale({ at: YEAR_2000 });
    expect(await homes.placeOf(sale, 'demo-1')).toEqual({ database: 'sales-demo-1-202611', rehomed: true });
    clock.at = NOON + 5 * MONTH;
    expect(await homes.placeOf(makeResult(sale), 'demo-1')).toMatchObject({ database: 'sales-demo-1-202611' });
  });

  it('is a new month for the next shift of a PC whose battery is empty, and begins at 1 January 2000 every morning', async () => {
    const { homes, clock, engine } = await setUp();
    await homes.homeOf('sales-demo-1-200001', '9999-1');
    clock.at = NOON + 5 * MONTH;
    expect(await homes.homeOf('sales-demo-1-200001', '9999-2')).toBe('sales-demo-1-202704');
    expect(await homesOf(engine, 'demo-1')).toEqual(['sales-demo-1-202611', 'sales-demo-1-202704']);
    expect(await homesOf(engine, 'demo')).toEqual([]);
  });

  it('stays where it was sealed when the wrong month comes true', async () => {
    const { homes, clock } = await setUp();
    const sale = makeSale({ at: NOON + 5 * MONTH });
    await homes.placeOf(sale, 'demo-1');
    clock.at = NOON + 5 * MONTH;
    expect(await homes.placeOf(sale, 'demo-1')).toEqual({ database: 'sales-demo-1-202611', rehomed: true });
  });

  it('is one, though two servers are asked at the same moment', async () => {
    const { engine, clock } = await setUp();
    const later = { now: () => NOON + 2 * MONTH };
    const [one, other] = [clock, later].map((c) => createHomes(engine, c, () => 'Europe/Moscow'));
    const [a, b] = await Promise.all([
      one!.homeOf('sales-demo-1-200001', '9999-1'),
      other!.homeOf('sales-demo-1-200001', '9999-1'),
    ]);
    expect(a).toBe(b);
  });
});
