import type { DeviceInfo } from '../app.model.ts';
import type { ArchiveModel, ClosedShift } from './archive.model.ts';
import type { ShiftEvent } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { ReportAnswer } from '$design/fiscal/wire.ts';
import { reportOfClose } from '$design/folds/shift-report.ts';
import { rangeOf } from '$design/ids.ts';
import { GatewayError, type GatewayClient } from '../gateway/gateway.client.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import { closedOfEvent, closedOfGateway, mergeClosed, shiftName } from './closed-shifts.ts';

const PAGE = 50;

export interface ArchiveDeps {
  readonly client: Pick<GatewayClient, 'zArchive' | 'zReport' | 'zPrint'>;
  readonly databases: Pick<Databases, 'range'>;
  readonly facts: Pick<Facts, 'names'>;
  readonly device: () => DeviceInfo | null;
}

export class ShiftArchive implements ArchiveModel {
  state = $state<ArchiveModel['state']>('empty');
  partial = $state(false);
  more = $state(false);
  private own = $state.raw<readonly ClosedShift[]>([]);
  private told = $state.raw<readonly ClosedShift[]>([]);
  /** Read by key when a row is opened; what is shown of them is `told`. */
  private events: Readonly<Record<string, ShiftEvent>> = {};
  private page = 0;
  private readonly deps: ArchiveDeps;

  constructor(deps: ArchiveDeps) {
    this.deps = deps;
  }

  readonly rows = $derived.by<readonly ClosedShift[]>(() => mergeClosed(this.own, this.told));

  async load(): Promise<void> {
    if (this.state === 'empty') this.state = 'loading';
    const { startkey, endkey } = rangeOf('shift-event');
    const events: ShiftEvent[] = [];
    for (const name of this.deps.facts.names())
      events.push(...(await this.deps.databases.range<ShiftEvent>(name, startkey, endkey)));
    const closes = events.filter(({ event }) => event === 'close');
    this.events = Object.fromEntries(closes.map((event) => [shiftName(event.shift), event]));
    this.told = closes.flatMap((event) => closedOfEvent(event) ?? []);
    this.own = [];
    this.page = 0;
    await this.loadMore();
    this.state = 'ready';
  }

  async loadMore(): Promise<void> {
    try {
      const { items, total } = await this.deps.client.zArchive(this.page + 1, PAGE);
      this.page += 1;
      this.own = [...this.own, ...items.map((item) => closedOfGateway(item, this.deps.device()?.till ?? null))];
      this.more = this.page * PAGE < total;
      this.partial = false;
    } catch {
      this.partial = true;
      this.more = false;
    }
  }

  async report(row: ClosedShift): Promise<ReportAnswer | null> {
    const info = this.deps.device();
    if (row.pos === info?.till) {
      const answer = await this.deps.client.zReport(row.fn, row.number).catch(() => null);
      if (answer) return answer;
    }
    const event = this.events[shiftName(row)];
    return event && info ? reportOfClose(event, info) : null;
  }

  async print(row: ClosedShift): Promise<ErrorCode | null> {
    try {
      await this.deps.client.zPrint(row.fn, row.number);
      return null;
    } catch (error) {
      return error instanceof GatewayError ? error.code : 'INTERNAL';
    }
  }
}
