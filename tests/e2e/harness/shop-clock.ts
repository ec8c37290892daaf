import { writeFile } from 'node:fs/promises';
import type { BrowserContext } from '@playwright/test';
import { instantOf } from '../../../design/time/day-range.ts';
import { localDateTime } from '../../../design/time/local-time.ts';
import { addDays } from '../../../design/workshop/calendar.ts';
import { askJson } from './http-json.ts';
import { waitUntil } from './wait-until.ts';
import type { World } from './world.ts';

/**
 * The time of a shop in a story: programs and emulators follow a file (`OPTICS_TEST_CLOCK`), the pages of its browsers an offset to their
 * own `Date`. Timers are real everywhere: what is due by the clock is found due, nothing waits for it.
 */
export class ShopClock {
  readonly file: string;
  #offset = 0;
  readonly #contexts = new Set<BrowserContext>();
  #world: World | null = null;

  constructor(file: string) {
    this.file = file;
  }

  /** Epoch ms in the shop. */
  get now(): number {
    return Date.now() + this.#offset;
  }

  /** Called once by the shop. */
  follow(world: World): void {
    this.#world = world;
  }

  /** Called for each browser that opens. */
  async guide(context: BrowserContext): Promise<void> {
    this.#contexts.add(context);
    context.on('close', () => this.#contexts.delete(context));
    await context.addInitScript((known) => {
      const key = 'optics-test-offset';
      const shift = window as unknown as { opticsOffset: number };
      // A page that loads anew knows what passed since its browser was opened.
      shift.opticsOffset = Math.max(known, Number(localStorage.getItem(key) ?? 0));
      const Real = Date;
      const now = () => Real.now() + shift.opticsOffset;
      const Shifted = new Proxy(Real, {
        construct: (target, args: unknown[]) =>
          (args.length === 0 ? new target(now()) : Reflect.construct(target, args)) as object,
        apply: () => new Real(now()).toString(),
        get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
      });
      window.Date = Shifted;
    }, this.#offset);
  }

  /** All programs and pages believe that so much more time has passed, ms. */
  async pass(ms: number): Promise<void> {
    this.#offset += ms;
    await writeFile(this.file, JSON.stringify({ offset_ms: this.#offset, rate: 1 }));
    for (const context of this.#contexts) await this.#tell(context);
    const world = this.#world;
    if (!world) return;
    const follows = async () => {
      const [gateway, register, server] = await Promise.all([
        world.gatewayProgram.pid === undefined
          ? null
          : askJson<{ time: number }>(`${world.gateway.url}/v1/health`, {
              headers: { authorization: world.gateway.authorization },
              // Not well (a full buffer), and it knows what time it is.
              also: 503,
            }),
        askJson<{ status: { clock: number } }>(`${world.drive.url}/state`),
        world.server.pid === undefined ? null : askJson<{ now: number }>(`${world.databases.url}/api/time`),
      ]);
      const times = [gateway?.time ?? this.now, register.status.clock, server?.now ?? this.now];
      return times.every((time) => Math.abs(this.now - time) < 5_000);
    };
    await waitUntil('gateway, register and server follow the clock', follows, { within: 60_000 });
  }

  /** On to the next time that it is so late in the shop (`HH:MM`): what people do by day is not put off till the morning. */
  async passTo(time: string, timeZone = 'Europe/Moscow'): Promise<void> {
    const [day, now] = localDateTime(this.now, timeZone).split('T') as [string, string];
    const on = now.slice(0, 5) < time ? day : addDays(day, 1);
    await this.pass(instantOf(`${on}T${time}:00`, timeZone) - this.now);
  }

  async #tell(context: BrowserContext): Promise<void> {
    for (const page of context.pages()) {
      if (page.isClosed() || page.url() === 'about:blank') continue;
      await page.evaluate((offset) => {
        localStorage.setItem('optics-test-offset', String(offset));
        (window as unknown as { opticsOffset: number }).opticsOffset = offset;
      }, this.#offset);
    }
  }
}
