import { seeded, SEED, SOAK } from '../faults/seeded.ts';
import { factsAgree, papersAgree, rollupAgrees } from './day/agree.ts';
import { Book } from './day/book.ts';
import { Day } from './day/day.ts';
import { Goods } from './day/goods.ts';
import { planDay } from './day/plan.ts';
import { typed } from './day/till-hand.ts';
import { expect, scenario } from './harness/scenario.ts';

const RECEIPTS = SOAK ? 200 : 50;
const HOUR = 3_600_000;
const FLOAT = 500_000;
const MOSCOW = 3 * HOUR;

/** Ten in the morning of the shop's next day, so that the eight hours are one day's whenever this runs. */
const nextMorning = (now: number): number => Math.floor((now + MOSCOW) / (24 * HOUR) + 1) * 24 * HOUR + 10 * HOUR - MOSCOW;

scenario(
  `5 a whole day offline: eight hours, ${RECEIPTS} receipts of every kind, and the books agree to the kopeck`,
  async ({ shop }) => {
    scenario.setTimeout(SOAK ? 1_800_000 : 600_000);
    const random = seeded(SEED);
    const goods = await Goods.of(shop, random);
    const morning = nextMorning(shop.clock.now);
    await shop.clock.pass(morning - shop.clock.now);

    const till = await shop.newTill();
    await till.enter(shop.world.url);
    const day = new Day(shop, till, goods, new Book(FLOAT), random, ['Иванова А. П.', 'Смирнова Е. В.']);
    await day.hand.readNotices();

    await scenario.step('ten o’clock: the float is counted, then both lines go', async () => {
      await day.hand.id('open-shift-count').click();
      await day.hand.id('open-counted').fill(typed(FLOAT));
      await day.hand.id('open-confirm').click();
      await expect(till.search).toBeVisible();
      await till.keptForOffline();
      // A full buffer is a story of its own (UAT-10); here the day's last customers may come and go, too.
      await shop.world.gateway.setCapacity(300, 'длинный день без связи');
      await shop.cut('internet');
      await shop.cut('operator');
    });

    const plan = planDay(RECEIPTS, random);
    const pause = Math.round((8 * HOUR) / plan.length);
    for (const [n, what] of plan.entries()) {
      await scenario.step(`${n + 1} ${what} (seed ${SEED})`, async () => {
        await day.do(what);
        await shop.clock.pass(pause);
      });
    }

    await scenario.step('six o’clock: the drawer is counted, and the Z says what the book says', async () => {
      await day.close(FLOAT);
      await day.figuresAgree();
    });
    expect(day.book.entries).toHaveLength(RECEIPTS);
    expect(await shop.register.receipts()).toHaveLength(RECEIPTS);

    await scenario.step('the lines come back: everything arrives, once, and every book agrees', async () => {
      await shop.restore('internet');
      await shop.restore('operator');
      await shop.settled({ within: 180_000 });
      await papersAgree(shop, day.book);
      await factsAgree(shop, day.book);
      await rollupAgrees(shop, day.book, new Date(morning + MOSCOW).toISOString().slice(0, 10));
    });

    await scenario.step('the manager sees the same on the dashboard', async () => {
      await day.till.changeTo('manager');
      await day.hand.go('nav-dashboard');
      await expect(day.hand.id('dashboard-revenue')).toHaveAttribute('data-kopecks', String(day.book.revenue));
      await expect(day.hand.id('dashboard-receipts')).toHaveAttribute('data-count', String(day.book.side(1).count));
    });
  },
);
