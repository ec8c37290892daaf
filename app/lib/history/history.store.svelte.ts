import { SvelteMap } from 'svelte/reactivity';
import type { DeviceInfo, HistoryModel } from '../app.model.ts';
import { resultIdOf, storeDatabase } from '$design/databases.ts';
import type { FiscalResult, Receipt } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { ReceiptAnswer, ReceiptStage } from '$design/fiscal/wire.ts';
import { dayRange } from '$design/time/day-range.ts';
import { localDate } from '$design/time/local-time.ts';
import type { GatewayClient } from '../gateway/gateway.client.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import type { ReceiptQuery } from '$design/receipt-lookup.ts';
import type { ServerClient } from '../sync/server.client.ts';
import {
  filtered,
  isFiltered,
  kindOf,
  NO_FILTER,
  signOf,
  totalsOf,
  wordsOf,
  type HistoryFilter,
  type HistoryRow,
} from './history-filter.ts';
import { findReceipt, type ReceiptSearch } from './find-receipt.ts';
import { stageOf } from './stage-of.ts';
import { receiptsOfDay, type DayReceipt } from './receipts-of-day.ts';

export interface HistoryDeps {
  readonly databases: Databases;
  readonly facts: Facts;
  readonly client: GatewayClient;
  readonly server: Pick<ServerClient, 'receipt'>;
  readonly now: () => number;
  readonly device: () => DeviceInfo | null;
  readonly reachable: () => boolean;
}

/** Rows whose stage the gateway is asked for at a look; older ones keep what is known here. */
const ASKED = 60;
/** Stages kept of what the gateway told: a till that is on for weeks tells of thousands. */
const STAGES = 5 * ASKED;
const FINAL: readonly ReceiptStage[] = ['delivered', 'voided'];

/** Receipts of a day, from the shop's own replica; the stages of this till's receipts from its gateway, live. */
export class HistoryStore implements HistoryModel {
  state = $state<HistoryModel['state']>('empty');
  private chosen = $state<string | null>(null);
  private receipts = $state.raw<readonly DayReceipt[]>([]);
  filter = $state.raw<HistoryFilter>(NO_FILTER);
  private readonly stages = new SvelteMap<string, ReceiptStage>();
  /** Names of the clients of the day. */
  private readonly clients = new SvelteMap<string, string>();
  private looks = 0;
  private readonly deps: HistoryDeps;

  constructor(deps: HistoryDeps) {
    this.deps = deps;
  }

  readonly rows = $derived.by<readonly HistoryRow[]>(() => this.receipts.map((receipt) => this.row(receipt)));

  readonly shown = $derived.by<readonly HistoryRow[]>(() => filtered(this.rows, this.filter));
  readonly totals = $derived.by(() => totalsOf(this.shown));
  readonly isFiltered = $derived.by(() => isFiltered(this.filter));
  readonly cashiers = $derived.by<readonly string[]>(() =>
    this.rows
      .map(({ cashier }) => cashier)
      .filter((name, i, all) => all.indexOf(name) === i)
      .sort(),
  );

  narrow(change: Partial<HistoryFilter> | null): void {
    this.filter = change === null ? NO_FILTER : { ...this.filter, ...change };
  }

  get day(): string {
    return this.chosen ?? this.today();
  }

  private today(): string {
    return localDate(this.deps.now(), this.deps.device()?.timeZone ?? 'Europe/Moscow');
  }

  async load(day?: string): Promise<void> {
    this.chosen = day === undefined || day === this.today() ? null : day;
    this.state = this.state === 'ready' ? 'ready' : 'loading';
    await this.refresh();
    this.state = 'ready';
  }

  /** Reads the day again where it is being looked at. */
  async refresh(): Promise<void> {
    const info = this.deps.device();
    if (!info || this.state === 'empty') return;
    const look = ++this.looks;
    const { from, to } = dayRange(this.day, info.timeZone);
    // By id: what moves to the home of a wrong clock lies in two months for a moment.
    const found: Record<string, DayReceipt> = {};
    for (const name of this.deps.facts.names()) {
      for (const receipt of await receiptsOfDay(this.deps.databases, name, from, to)) found[receipt.doc._id] = receipt;
    }
    if (look !== this.looks) return;
    this.receipts = Object.values(found).sort((a, b) => (a.doc.hlc < b.doc.hlc ? 1 : -1));
    void this.nameClients(info.store);
    void this.askStages();
  }

  private async nameClients(store: string): Promise<void> {
    for (const { doc } of this.receipts) {
      if (doc.client === null || this.clients.has(doc.client)) continue;
      const known = await this.deps.databases.get<{ name: string }>(storeDatabase(store), doc.client).catch(() => null);
      if (known) this.clients.set(doc.client, known.name);
    }
  }

  private row({ doc, result, voided, recovered }: DayReceipt): HistoryRow {
    const till = this.deps.device()?.till ?? null;
    const stage = stageOf({ result, voided }, this.stages.get(doc.key), doc.pos === till);
    const { _id: saleId, at, total } = doc;
    const client = doc.client === null ? null : (this.clients.get(doc.client) ?? null);
    return {
      ...{ saleId, at, cashier: doc.cashier.name, total, kind: kindOf(doc), sign: signOf(doc), client, stage },
      clientId: doc.client,
      otherTill: doc.pos === till ? null : doc.pos,
      ...{ fd: result?.fd ?? null, recovered, payments: doc.payments.map(({ method }) => method) },
      words: wordsOf(doc, result, client),
    };
  }

  /** The gateway told of a receipt. */
  observe(answer: ReceiptAnswer): void {
    this.stages.set(answer.key, answer.stage);
    // Whoever looks at a day asks for the stages of its newest receipts anyway.
    for (const oldest of [...this.stages.keys()].slice(0, Math.max(0, this.stages.size - STAGES))) this.stages.delete(oldest);
  }

  private async askStages(): Promise<void> {
    if (!this.deps.reachable()) return;
    const till = this.deps.device()?.till;
    const asked = this.receipts
      .filter(({ doc, voided }) => doc.pos === till && !voided && !FINAL.includes(this.stages.get(doc.key) ?? 'stored'))
      .slice(0, ASKED);
    for (const { doc } of asked) {
      try {
        const answer = await this.deps.client.byKey(doc.key);
        if (answer) this.observe(answer);
      } catch {
        return;
      }
    }
  }

  async receipt(saleId: string): Promise<ReceiptAnswer | FiscalResult | null> {
    const doc = await this.deps.facts.find<Receipt>(saleId);
    const asked = doc && doc.pos === this.deps.device()?.till ? await this.deps.client.byKey(doc.key).catch(() => null) : null;
    if (asked) this.observe(asked);
    return asked ?? (await this.deps.facts.find<FiscalResult>(resultIdOf(saleId)));
  }

  findReceipt(query: ReceiptQuery): Promise<ReceiptSearch> {
    const { databases, facts, server } = this.deps;
    return findReceipt({ databases, facts, client: server, store: () => this.deps.device()?.store ?? '' }, query);
  }

  async printCopy(saleId: string): Promise<ErrorCode | null> {
    try {
      const doc = await this.deps.facts.find<Receipt>(saleId);
      const answer = doc ? await this.deps.client.byKey(doc.key) : null;
      if (!answer) return 'NOT_FOUND';
      await this.deps.client.print(answer.receipt_id);
      return null;
    } catch (error) {
      return toFailure(error).code;
    }
  }
}
