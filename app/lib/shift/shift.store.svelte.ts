import { CASH_RULES } from '$design/money/cash-rules.ts';
import type { DeviceInfo } from '../app.model.ts';
import type { CashRules, CashMove, CloseOrder, DrawerCount, ShiftModel } from './shift.model.ts';
import type { CashMovement, ShiftHandover, ShiftRef } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { ReportAnswer, ShiftState } from '$design/fiscal/wire.ts';
import { cashLeft } from '$design/folds/cash-left.ts';
import { rangeOf } from '$design/ids.ts';
import { roublesFromKopecks, type Kopecks } from '$design/money/kopecks.ts';
import { GatewayError, type GatewayClient } from '../gateway/gateway.client.ts';
import type { GatewayStore } from '../gateway/gateway.store.svelte.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Facts } from '../storage/facts.ts';
import type { Databases } from '../storage/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { ArchiveModel } from './archive.model.ts';
import { handoverOf } from './handover.ts';
import { orderFate, type ShiftOrder } from './orders.ts';

const ORDER = 'shift-order';
/** Between two tries of an order that is still being carried out, ms. */
const AGAIN = 1_500;
const MOST_TRIES = 8;

export interface ShiftDeps {
  readonly gateway: Pick<GatewayStore, 'client' | 'shift' | 'reachable' | 'leased' | 'shiftTold' | 'refreshShift'>;
  readonly databases: Databases;
  readonly facts: Facts;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly store: LocalStore;
  readonly people: { readonly current: Staff | null; select(staff: Staff): void; unlock(pin: string): Promise<ErrorCode | null> };
  readonly device: () => DeviceInfo | null;
  readonly now: () => number;
  readonly uuid: () => string;
  readonly wait: (ms: number) => Promise<void>;
  /** Resolves when what was written to the local store is where a killed browser does not lose it. */
  readonly settled: () => Promise<unknown>;
}

type Answered = { readonly shift: ShiftState } | { readonly report: ReportAnswer } | { readonly movement: CashMovement | null };

export class ShiftStore implements ShiftModel {
  rules = $state.raw<CashRules>(CASH_RULES);
  busy = $state(false);
  private order = $state.raw<ShiftOrder | null>(null);
  private asked = $state(false);
  private all = $state.raw<readonly ShiftHandover[]>([]);
  private readonly deps: ShiftDeps;

  constructor(deps: ShiftDeps) {
    this.deps = deps;
  }

  /** A piece of its own: few shifts are looked at again. Rejects where it cannot be fetched. */
  async archive(): Promise<ArchiveModel> {
    const { ShiftArchive } = await import('./archive.store.svelte.ts');
    const { gateway, databases, facts, device } = this.deps;
    return new ShiftArchive({ client: gateway.client, databases, facts, device });
  }

  /** Shown once a person has to decide; while it repeats itself nobody needs to know. */
  readonly doubt = $derived.by<ShiftOrder | null>(() => (this.asked && !this.busy ? this.order : null));

  readonly left = $derived.by<Kopecks | null>(() => {
    const event = this.deps.gateway.shift?.event ?? null;
    return event && cashLeft(event);
  });

  readonly handovers = $derived.by<readonly ShiftHandover[]>(() => {
    const shift = this.deps.gateway.shift;
    if (!shift || shift.state === 'closed') return [];
    return this.all.filter((one) => one.shift.number === shift.number && one.shift.fn === shift.fn);
  });

  readonly holder = $derived.by<string | null>(() => {
    const shift = this.deps.gateway.shift;
    if (!shift || shift.state === 'closed') return null;
    return this.handovers.at(-1)?.to.name ?? (shift.event?.event === 'open' ? shift.event.cashier : null);
  });

  /** Who took this till's drawer over last, also while the register does not tell of its shift. */
  get tookOver(): { readonly id: string; readonly at: number } | null {
    const till = this.deps.device()?.till;
    const last = this.all.findLast(({ pos }) => pos === till);
    return last ? { id: last.to.id, at: last.at } : null;
  }

  /** Reads what this device knows of the open shift, an order without an answer among it: after the start and when documents of it came in. */
  async load(): Promise<void> {
    if (!this.busy) this.order ??= this.deps.store.read<ShiftOrder>(ORDER);
    const { startkey, endkey } = rangeOf('shift-handover');
    const found: ShiftHandover[] = [];
    for (const name of this.deps.facts.recent())
      found.push(...(await this.deps.databases.range<ShiftHandover>(name, startkey, endkey)));
    this.all = found.sort((a, b) => (a.hlc < b.hlc ? -1 : 1));
  }

  /** The gateway tells of its shift again: an order that was never answered is settled, repeated or asked about. */
  async reconcile(): Promise<void> {
    const { order } = this;
    const { shift } = this.deps.gateway;
    if (!order || !shift || this.busy) return;
    const fate = orderFate(order, shift, this.deps.now());
    if (fate === 'done') this.forget();
    else if (fate === 'repeat') await this.repeat();
    else this.asked = true;
  }

  async open(count: DrawerCount | null = null): Promise<ErrorCode | null> {
    const body = {
      float: count && roublesFromKopecks(count.sum),
      float_reason: count?.reason ?? null,
      ...(count?.sheet && { sheet: count.sheet }),
      ...(count?.signed && { signed_by: count.signed }),
    };
    return codeOf(await this.give('open', body));
  }

  async balance(): Promise<ReportAnswer | null> {
    return this.client.balance().catch(() => null);
  }

  async x(): Promise<ReportAnswer | ErrorCode> {
    const cashier = this.cashier();
    if (!cashier) return 'FORBIDDEN';
    if (this.busy) return 'REGISTER_BUSY';
    this.busy = true;
    try {
      return await this.client.report('x', this.deps.uuid(), { cashier });
    } catch (error) {
      return error instanceof GatewayError ? error.code : 'INTERNAL';
    } finally {
      this.busy = false;
    }
  }

  async close({ count, collected, exception }: CloseOrder): Promise<ReportAnswer | ErrorCode> {
    const answer = await this.give('close', {
      ...(count && {
        counted: roublesFromKopecks(count.sum),
        difference_reason: count.reason,
        ...(count.sheet && { sheet: count.sheet }),
        ...(count.signed && { signed_by: count.signed }),
      }),
      ...(collected > 0 && { collected: roublesFromKopecks(collected) }),
      ...(exception && {
        force: exception.unsettled,
        without_register: exception.withoutRegister,
        reason: exception.reason,
        signed_by: exception.signed,
      }),
    });
    if (typeof answer === 'string') return answer;
    return 'report' in answer ? answer.report : 'INTERNAL';
  }

  async cash({ direction, amount, reason, collection }: CashMove): Promise<ErrorCode | null> {
    const body = { amount: roublesFromKopecks(amount), reason, ...(collection && { kind: 'collection' as const }) };
    return codeOf(await this.give(direction, body));
  }

  async handOver(to: Staff, pin: string, count: DrawerCount | null): Promise<ErrorCode | null> {
    const { people, gateway, facts, stamps, device, now } = this.deps;
    const { shift } = gateway;
    const from = people.current;
    const info = device();
    if (!from || !info || !shift?.fn || shift.opened_at === null || this.busy) return 'SHIFT_NOT_OPEN';
    this.busy = true;
    try {
      const expected = count && (await this.expected());
      people.select(to);
      const refused = await people.unlock(pin);
      if (refused) return refused;
      const ref: ShiftRef = { fn: shift.fn, number: shift.number, openedAt: shift.opened_at };
      const at = now();
      const fact = await facts.write(async () =>
        handoverOf({ stamp: await stamps.next(), at, info, shift: ref, from, to, count, expected }),
      );
      this.all = [...this.all, fact];
      return null;
    } catch (error) {
      return error instanceof GatewayError ? error.code : 'INTERNAL';
    } finally {
      this.busy = false;
    }
  }

  async repeat(): Promise<ErrorCode | null> {
    const { order } = this;
    return order ? codeOf(await this.carryOut(order)) : null;
  }

  drop(): void {
    this.forget();
  }

  /** What must lie in the drawer, kopecks; `null` where the gateway does not tell. */
  private async expected(): Promise<Kopecks | null> {
    const report = await this.balance();
    return report && Math.round(report.cashInDrawer * 100);
  }

  private get client(): GatewayClient {
    return this.deps.gateway.client;
  }

  private cashier(): { name: string; inn: string | null } | null {
    const staff = this.deps.people.current;
    return staff && { name: staff.name, inn: staff.inn };
  }

  /** A person's press: one order, kept before it is sent. */
  private async give(kind: ShiftOrder['kind'], body: object): Promise<Answered | ErrorCode> {
    const cashier = this.cashier();
    if (!cashier) return 'FORBIDDEN';
    // What was ordered before and never answered comes first: its key must not be lost under a new one.
    if (this.order || this.busy) return this.busy ? 'REGISTER_BUSY' : 'ORDER_UNANSWERED';
    const shift = this.deps.gateway.shift?.number ?? 0;
    const order: ShiftOrder = { kind, key: this.deps.uuid(), body: { cashier, ...body }, shift, at: this.deps.now() };
    this.order = order;
    this.asked = false;
    this.deps.store.write(ORDER, order);
    await this.deps.settled();
    return this.carryOut(order);
  }

  private async carryOut(order: ShiftOrder): Promise<Answered | ErrorCode> {
    if (this.busy) return 'REGISTER_BUSY';
    this.busy = true;
    try {
      await this.deps.gateway.leased();
      const answer = await this.insist(order);
      this.forget();
      await this.keep(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.doubt) this.asked = true;
      else this.forget();
      return error.code;
    } finally {
      this.busy = false;
    }
  }

  /** The same key until the gateway says how it ended; a gateway that is silent is asked again when it is back. */
  private async insist(order: ShiftOrder): Promise<Answered> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.send(order);
      } catch (error) {
        const running =
          error instanceof GatewayError && (error.code === 'REQUEST_IN_PROGRESS' || error.code === 'OUTCOME_UNKNOWN');
        if (!running || tries >= MOST_TRIES) throw error;
        await this.deps.wait(AGAIN);
      }
    }
  }

  private async send({ kind, key, body }: ShiftOrder): Promise<Answered> {
    // The body was made by this program, and must go out as it was kept.
    const same = body as never;
    if (kind === 'open') return { shift: await this.client.openShift(key, same) };
    if (kind === 'close') return { report: await this.client.report('z', key, same) };
    return { movement: (await this.client.cash(kind, key, same)).document };
  }

  private async keep(answer: Answered): Promise<void> {
    const { gateway, facts } = this.deps;
    try {
      if ('shift' in answer) await gateway.shiftTold(answer.shift);
      else if ('report' in answer) {
        await facts.adopt([answer.report.event]);
        await gateway.refreshShift();
      } else await facts.adopt([answer.movement]);
    } catch {
      // The books of the gateway have it, and its event stream tells again.
    }
  }

  private forget(): void {
    this.order = null;
    this.asked = false;
    this.deps.store.remove(ORDER);
  }
}

const codeOf = (answer: Answered | ErrorCode): ErrorCode | null => (typeof answer === 'string' ? answer : null);
