import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sale } from '../../../design/documents/facts.ts';
import { makeSale } from '../../factories/receipts.ts';
import { startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { pick, SEED, seeded, SOAK } from '../seeded.ts';
import { isAtRest, ledgerOf, startMember, type Member } from './member.ts';
import { Wire, type Break } from './wire.ts';

const ROUNDS = SOAK ? 60 : 6;
const DOCUMENTS = 25;
const SALES = 'sales-demo-1-202611';

let fixture: ServerFixture;
let wire: Wire;
let member: Member;
/** Connections that are still to break. */
const breaks: Break[] = [];

beforeAll(async () => {
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  member = await startMember(fixture, 'POS-001');
  wire = await Wire.start(
    fixture.server.url,
    () => breaks.shift() ?? null,
    () => member.timers.losePatience(),
  );
  member.line.target = wire.origin;
});
afterAll(async () => {
  await member.end();
  await wire.close();
  await fixture.end();
});

it(`${ROUNDS} times 25 sales out and 25 in over connections that break at any byte: everything once, nothing refused (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const { device } = member;
  const server = await fixture.server.engine.open(SALES);
  let at = fixture.clock.now();
  const sales = (of: number): Sale[] => Array.from({ length: DOCUMENTS }, () => makeSale({ at: (at += 1), device: of }));
  const out = new Map<string, string>();
  const incoming = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    device.stop();
    device.state.snapshot = null;
    for (const sale of sales(device.device)) {
      const { _id, _rev } = await device.facts.write(() => Promise.resolve<Sale>(sale));
      out.set(_id, _rev!);
    }
    for (const { id, rev } of await server.bulk(sales(99).map((sale) => ({ ...sale })))) incoming.set(id, rev!);
    for (let n = 0; n < 6; n += 1) {
      const bytes = 1 + Math.floor(random() ** 3 * 40_000);
      breaks.push({ bytes, way: pick(random, ['up', 'down']), end: pick(random, ['end', 'reset', 'silence']) });
    }
    device.start();
    await device.until(isAtRest);
    breaks.length = 0;
    const there = new Map((await server.range({ keys: [...out.keys()] })).map(({ _id, _rev }) => [_id, _rev]));
    expect(there, `round ${round}`).toEqual(out);
    const { rows } = await device.databases.open(SALES).allDocs({ keys: [...incoming.keys()] });
    expect(new Map(rows.map((row) => ['error' in row ? row.key : row.id, 'error' in row ? '' : row.value.rev]))).toEqual(
      incoming,
    );
    expect(await ledgerOf(member)).toEqual([]);
  }
  expect(wire.broken).toBeGreaterThan(ROUNDS);
}, 300_000);
