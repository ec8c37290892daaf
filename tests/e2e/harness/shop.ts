import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { PeoplePage, PINS } from '../pages/people.page.ts';
import { Profile, TABLET_SCREEN, TILL_SCREEN } from './browser.ts';
import { expectInvariant, violationsOf } from './evidence.ts';
import type { Program } from './program.ts';
import type { RegisterControl } from './register.ts';
import { ShopClock } from './shop-clock.ts';
import { ShopTill } from './shop-till.ts';
import { waitUntil } from './wait-until.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

/** Lines that can be cut: to the sync server, and from the gateway to the tax data operator. */
export type Link = 'internet' | 'operator';
export type ProgramName = 'gateway' | 'server' | 'register' | 'operator';

/**
 * One shop as a story needs it: its programs, its lines, its clock and its browsers, and one question at the end: did everything settle?
 * `docs/offline-scenarios.md` explains it with three stories.
 */
export class Shop {
  readonly world: World;
  readonly clock: ShopClock;
  readonly tills: ShopTill[] = [];
  readonly #folder: string;

  private constructor(world: World, clock: ShopClock, folder: string) {
    this.world = world;
    this.clock = clock;
    this.#folder = folder;
  }

  static async open(options: WorldOptions = {}): Promise<Shop> {
    const folder = await mkdtemp(join(tmpdir(), 'optics-shop-'));
    const clock = new ShopClock(join(folder, 'clock.json'));
    const world = await startWorld({ ...options, clockFile: clock.file });
    clock.follow(world);
    return new Shop(world, clock, folder);
  }

  /** A browser of its own with a profile on disk, paired by itself, its cashier unlocked, the shift open, the program kept for offline. */
  async openTill(options: { readonly size?: { width: number; height: number }; readonly flags?: readonly string[] } = {}) {
    const till = await this.newTill(options);
    await till.enter(this.world.url);
    await till.takeTill();
    await till.keptForOffline();
    return till;
  }

  /** A workshop's tablet: a browser of its own, paired to this shop, the board open and kept for offline. It has no shift and sells nothing. */
  async openTablet(role: keyof typeof PINS = 'technician'): Promise<ShopTill> {
    const tablet = await this.newTill({ size: TABLET_SCREEN });
    await tablet.page.goto(`${this.world.url}/workshop`);
    await new PeoplePage(tablet.page).unlockAs(role);
    await expect(tablet.page.getByTestId('workshop')).toBeVisible({ timeout: 60_000 });
    await tablet.keptForOffline();
    return tablet;
  }

  /** The same browser before anybody opened the till's address. */
  async newTill({
    size = TILL_SCREEN,
    flags = [],
  }: { size?: { width: number; height: number }; flags?: readonly string[] } = {}) {
    const profile = new Profile(flags);
    const till = await ShopTill.start(profile, this.clock, size);
    this.tills.push(till);
    return till;
  }

  /** The browser of `till` opened again after `kill`, with what it had stored; `till` itself is spent. */
  async reopen(till: ShopTill, role: keyof typeof PINS = 'cashier'): Promise<ShopTill> {
    const again = await ShopTill.start(till.profile, this.clock);
    this.tills.push(again);
    await again.enter(this.world.url, PINS[role]);
    return again;
  }

  /** The register's switches: `fault({ kind: 'paper-out' })`, `paper(false)`, its documents. */
  get register(): RegisterControl {
    return this.world.drive;
  }

  /** `internet`: refused as by a dead router. `operator`: answers 503. */
  async cut(link: Link): Promise<void> {
    if (link === 'internet') this.world.internet.set('cut');
    else await this.world.ofd.set('down');
  }

  /** Nothing is refused and nothing answers: a half-open line. */
  async silence(link: Link): Promise<void> {
    if (link === 'internet') this.world.internet.set('silent');
    else await this.world.ofd.set('hang');
  }

  async restore(link: Link): Promise<void> {
    if (link === 'internet') this.world.internet.set('up');
    else await this.world.ofd.set('ok');
  }

  program(name: ProgramName): Program {
    const { gatewayProgram, server, register, ofdProgram } = this.world;
    return { gateway: gatewayProgram, server, register, operator: ofdProgram }[name];
  }

  /** kill -9. */
  kill(name: ProgramName): Promise<void> {
    return this.program(name).kill();
  }

  /** `env` holds for this start only, e.g. `{ OPTICS_CRASH_AT: 'after-register' }`. */
  start(name: ProgramName, env: Record<string, string> = {}): Promise<void> {
    return this.program(name).start(env);
  }

  /**
   * Everything is where it belongs: the queue is empty, no open till has anything unsent, and drive, operator, journal and the server's
   * databases agree (design §6). `tray`: sales left open on purpose.
   */
  async settled({ tray = [], within = 60_000 }: { tray?: readonly string[]; within?: number } = {}): Promise<void> {
    await waitUntil('an empty queue', async () => (await this.world.gateway.buffer()).unsent_documents === 0, { within });
    for (const till of this.tills) if (till.isOpen) await till.everythingSent(within);
    await expectInvariant(this.world, tray, within);
  }

  /** What breaks the invariant at this moment; on the way that is no fault yet. */
  violations(tray: readonly string[] = []) {
    return violationsOf(this.world, tray);
  }

  /** What was said by programs and browsers, for a story that failed. */
  log(): string {
    return [
      this.world.log(),
      ...this.tills.map((till, n) => `── browser ${n + 1}\n${till.profile.said.slice(-200).join('\n')}`),
    ].join('\n\n');
  }

  async close(): Promise<void> {
    await Promise.all([...new Set(this.tills.map(({ profile }) => profile))].map((profile) => profile.delete()));
    await this.world.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
