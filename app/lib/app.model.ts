import type { ReceiptQuery } from '$design/receipt-lookup.ts';
import type { ReceiptSearch } from './history/find-receipt.ts';
import type { HistoryFilter, HistoryRow, HistoryTotals } from './history/history-filter.ts';
import type { Period, Span } from '$design/time/period.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { RegisterState } from '$design/documents/chain.ts';
import type { FiscalResult } from '$design/documents/facts.ts';
import type { DeviceScope, Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { BufferStatus, NetworkMode, ReceiptAnswer, ReceiptStage, ShiftState } from '$design/fiscal/wire.ts';
import type { LockAnswer } from './gateway/gateway.client.ts';
import type { LocalNetwork } from './gateway/local-network.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { Action } from '$design/people/roles.ts';
import type { CartLine } from '$design/sale/cart.ts';
import type { ClientsModel } from './client/client.model.ts';
import type { ContactsModel } from './contact/contact.model.ts';
import type { AnswerTo } from '$design/fiscal/api/client.ts';
import type { ShiftModel } from './shift/shift.model.ts';
import type { CardOfItem } from './tray/tray.model.ts';
import type { DepositsModel } from './deposits/deposits.model.ts';
import type { PaymentModel } from './sale/payment.model.ts';
import type { ScannerModel } from './scanner/scanner.model.ts';
import type { ConnectionModel } from './connection/connection.model.ts';
import type { DevicesModel } from './connection/devices.model.ts';
import type { DiagnosticsModel } from './diagnostics/diagnostics.model.ts';
import type { FeedbackModel } from './feedback/feedback.model.ts';
import type { InstallModel } from './install/install.model.ts';
import type { OpticsModel } from './optics/optics.model.ts';
import type { NewsModel } from './update/news.model.ts';
import type { CorrectionModel } from './correction/correction.model.ts';
import type { RefundModel } from './refund/refund.model.ts';
import type { SettingsModel } from './settings/settings.model.ts';
import type { CodeLookup } from './catalogue/catalogue-keeper.ts';
import type { QuickModel } from './catalogue/quick.model.ts';
import type { UnknownCodesModel } from './catalogue/unknown-codes.model.ts';
import type { ParkedModel } from './sale/parked.model.ts';
import type { StockModel } from './stock/stock.model.ts';
import type { Category } from './search/categories.ts';
import type { SearchFilter } from './search/search-index.ts';
import type { ApprovalModel } from './people/approval.model.ts';
import type { CartModel } from './sale/cart.model.ts';
import type { SyncSnapshot } from './sync/sync.snapshot.ts';

/**
 * What the screens see of the program: stores with reactive fields, and methods. Screens hold no rule and never fetch.
 * Money is kopecks but inside the gateway's own answers (`ReceiptAnswer`, `ReportAnswer`: roubles, design §3). Instants are epoch ms.
 * Only types are imported here: the schemas behind them would bring Zod into the till's bundle.
 */
export interface App {
  readonly device: DeviceModel;
  readonly people: PeopleModel;
  readonly gateway: GatewayModel;
  readonly catalogue: CatalogueModel;
  /** Who answers for what a cashier alone may not do. */
  readonly approval: ApprovalModel;
  readonly cart: CartModel;
  readonly parked: ParkedModel;
  readonly stock: StockModel;
  readonly quick: QuickModel;
  readonly unknownCodes: UnknownCodesModel;
  readonly sale: SaleModel;
  readonly shift: ShiftModel;
  readonly tray: TrayModel;
  readonly refund: RefundModel;
  /** `null`: on its way, behind the first paint. */
  readonly correction: CorrectionModel | null;
  readonly deposits: DepositsModel;
  readonly history: HistoryModel;
  readonly clients: ClientsModel;
  readonly contacts: ContactsModel;
  readonly sync: SyncModel;
  /** A piece for `ui/parts/piece.svelte`, read from then on. Rejects where it cannot be fetched. */
  dashboard(): Promise<DashboardModel>;
  /** Ticks each second; server-corrected, epoch ms. */
  readonly clock: { readonly now: number };
  readonly storage: StorageModel;
  readonly update: UpdateModel;
  readonly scanner: ScannerModel;
  readonly settings: SettingsModel;
  readonly feedback: FeedbackModel;
  /** The test of the way to register and server: a piece of the settings. Rejects where it cannot be fetched. */
  connection(): Promise<ConnectionModel>;
  readonly devices: DevicesModel;
  readonly diagnostics: DiagnosticsModel;
  readonly install: InstallModel;
  readonly news: NewsModel;
  /** Clients' cards, prescriptions, orders, workshop: a piece for `ui/parts/piece.svelte`. Rejects where it cannot be fetched. */
  optics(): Promise<OpticsModel>;
  /** Opens the databases, pairs where it may, starts the loops. Called once by the root layout. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeviceInfo {
  readonly device: number;
  /** POS id, `null` on a device that only looks (a manager's dashboard). */
  readonly till: string | null;
  readonly store: string;
  readonly storeName: string;
  readonly timeZone: string;
  readonly scopes: readonly DeviceScope[];
  readonly demo: boolean;
  readonly gatewayUrl: string | null;
}

export interface DeviceModel {
  readonly state: 'starting' | 'unpaired' | 'pairing' | 'paired';
  readonly info: DeviceInfo | null;
  readonly error: ErrorCode | null;
  /** `null` asks for demo pairing (loopback only). Never throws: see `error`. */
  pair(code: string | null, till?: string): Promise<void>;
  /** The server pairs nobody without a code: it is no demo. */
  readonly codeOnly: boolean;
  /** A person wants to pair this device anew (its token is not valid any more); nothing is lost meanwhile. */
  readonly again: boolean;
  askAgain(wanted: boolean): void;
}

export interface PeopleModel {
  /** Active staff by `order`. */
  readonly list: readonly Staff[];
  /** The tile that is preselected: the last one used here, at first the first cashier. */
  readonly selected: Staff | null;
  /** Who has unlocked; `null` shows tiles and PIN. A reload asks again. */
  readonly current: Staff | null;
  readonly busy: boolean;
  /** After too many wrong PINs: not before this instant. */
  readonly lockedUntil: number | null;
  select(staff: Staff): void;
  /** `null` on success, else PIN_WRONG or PIN_LOCKED. Works offline. */
  unlock(pin: string): Promise<ErrorCode | null>;
  lock(): void;
  can(action: Action): boolean;
}

export type OpenReceipts = AnswerTo<'GET /v1/kkt/buffer/receipts'>;

export interface GatewayModel {
  readonly reachable: boolean;
  readonly mode: NetworkMode | 'unreachable';
  /** Since when `mode` holds. */
  readonly since: number;
  readonly buffer: BufferStatus | null;
  /** `null` until the gateway has told. */
  readonly shift: ShiftState | null;
  /** Who sells at this till: `mine` or another browser; `null` until known. */
  readonly lock: LockAnswer | null;
  /** Another tab of this very browser sells (Web Lock). */
  readonly otherTab: boolean;
  readonly registerId: string;
  readonly busy: boolean;
  /** Where the gateway is; `null` where nobody has told yet. */
  readonly url: string | null;
  /** This browser has no token of the gateway and gets none without a one-time code (outside the demo). */
  readonly needsCode: boolean;
  /** Pairing with the gateway runs. */
  readonly pairing: boolean;
  /** What the screen for the gateway's code is to do: `auto` shows it before anybody works here, `later` leaves it for now. */
  codeScreen: 'auto' | 'open' | 'later';
  /** `url` as `gatewayAddress` gives it. GATEWAY_UNREACHABLE, PAIRING_CODE_INVALID, WRONG_TILL, … */
  pairWith(url: string, code: string): Promise<ErrorCode | null>;
  /** May this page reach programs of this PC, as far as the browser tells? */
  localNetwork(): Promise<LocalNetwork>;
  /** Takes the till over from another browser or tab. */
  takeLock(): Promise<ErrorCode | null>;
  /** Goes on with a print that was cut short (no paper, a power cut). Registers nothing. */
  continuePrint(): Promise<ErrorCode | null>;
  openDrawer(): Promise<ErrorCode | null>;
  /** Sends what waits for the operator now (action `buffer.sync`); with the gateway's administrator key also against a pause. */
  sendNow(adminKey?: string): Promise<ErrorCode | null>;
  /** What waits for the operator, before it what is not settled (requirements A-69); `null` where the gateway does not tell. */
  openReceipts(limit: number): Promise<OpenReceipts | null>;
}

export interface CatalogueModel {
  /** `loading` with a `count`: what the server gave for a start is searched until this device holds the catalogue itself. */
  readonly state: 'empty' | 'loading' | 'ready';
  /** Shards here, of `total`. */
  readonly loaded: number;
  readonly total: number;
  /** Products that can be found now. */
  readonly count: number;
  /** Parts that are missing or damaged on this device and being fetched again; the catalogue before stays in force. */
  readonly damaged: number;
  /** Grows whenever a search may answer otherwise: other products, or other prices because their time has come. */
  readonly revision: number;
  /** Every word of `text` somewhere in name, SKU, brand or EAN; ё = е. Best first. Prices are those of this shop, now. */
  search(text: string, limit?: number, filter?: SearchFilter): Promise<CatalogueEntry[]>;
  /** What the catalogue is made of, the largest first. */
  categories(): Promise<readonly Category[]>;
  /** Those of the articles that are sold, in the order asked for. */
  bySkus(skus: readonly string[]): Promise<CatalogueEntry[]>;
  /** EAN-13 or SKU, exactly. */
  byBarcode(code: string): Promise<CatalogueEntry | null>;
  /** A code as `byBarcode`, then the server for at most two seconds (requirements A-04). Never throws. */
  lookUp(code: string): Promise<CodeLookup>;
  /** Today's price here; `null` where the article is not sold any more. */
  priceOf(sku: string): Promise<Kopecks | null>;
}

export type { CartLine };

export type SalePhase = 'cart' | 'paying' | 'registering' | 'done' | 'trouble';
export type SaleEvent = 'ADD' | 'CLEAR' | 'UNDO' | 'PAY' | 'CANCEL' | 'CONFIRM' | 'RETRY' | 'GIVE_BACK' | 'TRAY' | 'NEW';

export interface SaleModel extends PaymentModel {
  readonly lines: readonly CartLine[];
  readonly total: Kopecks;
  readonly phase: SalePhase;
  /** Cash handed over; `null` = exact. */
  readonly tendered: Kopecks | null;
  readonly change: Kopecks;
  readonly receipt: ReceiptAnswer | null;
  /** In `trouble`: what and why. In `cart`/`paying`: what kept the payment from starting. */
  readonly error: { readonly code: ErrorCode; readonly details: Readonly<Record<string, unknown>> } | null;
  /** Is the event possible now? Screens disable by this. */
  can(event: SaleEvent): boolean;
  add(entry: CatalogueEntry): void;
  setQty(id: string, qty: number): void;
  remove(id: string): void;
  clear(): void;
  /** Brings back what the last `clear` or `remove` took. */
  undo(): void;
  pay(): void;
  cancelPay(): void;
  setTendered(tendered: Kopecks | null): void;
  /** Resolves when the attempt ended in `done` or `trouble`. A second call while one runs does nothing. */
  confirm(): Promise<void>;
  /** Same key again; after any doubt the gateway is asked first. */
  retry(): Promise<void>;
  /** Leaves the receipt in the tray and starts a new sale. */
  toTray(): void;
  newSale(): void;
}

export interface TrayItem {
  readonly saleId: string;
  readonly kind: 'sale' | 'refund' | 'correction';
  readonly key: string;
  readonly total: Kopecks;
  readonly at: number;
  /** `unsent`: the gateway never got it. */
  readonly stage: ReceiptStage | 'unsent';
  readonly error: ErrorCode | null;
  /** Stages that never began may be voided. */
  readonly voidable: boolean;
  readonly card: CardOfItem;
  readonly busy: boolean;
}

export interface TrayModel {
  readonly items: readonly TrayItem[];
  retry(saleId: string): Promise<ErrorCode | null>;
  void(saleId: string, reason: string): Promise<ErrorCode | null>;
  /** A supervisor says by the slip whether the card in doubt was charged. */
  settleBySlip(saleId: string, charged: boolean): Promise<ErrorCode | null>;
}

export type { HistoryRow };

export interface HistoryModel {
  /** Newest first. */
  readonly rows: readonly HistoryRow[];
  /** Those that the filter lets through, and what they add up to. */
  readonly shown: readonly HistoryRow[];
  readonly totals: HistoryTotals;
  readonly filter: HistoryFilter;
  readonly isFiltered: boolean;
  /** Who has made receipts that day. */
  readonly cashiers: readonly string[];
  /** Other conditions beside those that hold; `null`: none at all. */
  narrow(change: Partial<HistoryFilter> | null): void;
  readonly state: 'empty' | 'loading' | 'ready';
  /** `YYYY-MM-DD` of the shop's calendar; today by default. Stays live until another day is loaded. */
  readonly day: string;
  load(day?: string): Promise<void>;
  /** The gateway's answer where it is reachable, else the fiscal result kept here. */
  receipt(saleId: string): Promise<ReceiptAnswer | FiscalResult | null>;
  printCopy(saleId: string): Promise<ErrorCode | null>;
  /** A receipt for a return: here first (this month and the last), then in the chain over the network. */
  findReceipt(query: ReceiptQuery): Promise<ReceiptSearch>;
}

/** A document that the server refused, as a cashier would recognise it. */
export interface RefusedDocument {
  readonly database: string;
  readonly id: string;
  readonly rev: string;
  readonly code: ErrorCode;
  /** First and last refusal. */
  readonly at: number;
  readonly last: number;
  readonly tries: number;
  readonly type: string;
  readonly when: number | null;
  readonly total: Kopecks | null;
  readonly fd: number | null;
}

/** The server's answer to "do you hold everything of this database?"; `error` where it gave none. */
export interface DocumentSent {
  readonly name: string;
  readonly documents: number | null;
  readonly missing: number | null;
  readonly error: ErrorCode | null;
}

export interface SyncModel extends Omit<SyncSnapshot, 'refusals'> {
  /** ms that the server's clock is ahead of this PC's (requirements C-06). */
  readonly clockAhead: number;
  /** Every refused document with what is known of it, the oldest first. */
  refusals(): Promise<readonly RefusedDocument[]>;
  /** Offers refused documents again now; `null`: all of them. */
  offerAgain(keys: readonly Pick<RefusedDocument, 'database' | 'id' | 'rev'>[] | null): void;
  /** JSON text with refusals and whole documents, for support. */
  exportRefusals(): Promise<string>;
  /** Asks the server for every document of this device, database by database. */
  checkSent(): Promise<readonly DocumentSent[]>;
}

export interface DashboardStoreRow {
  readonly store: string;
  readonly name: string;
  readonly revenue: Kopecks;
  readonly receipts: number;
  readonly average: Kopecks;
  readonly pending: number;
  readonly recovered: number;
  /** 24 sums, kopecks, by hour of the shop's day. */
  readonly byHour: readonly number[];
  /** Tills that may hold more of these days (C-12): the figures may still grow. */
  readonly syncing: readonly string[];
  /** Revenue of the period before, as far as this one has come; `null` where the shop had none. */
  readonly previous: Kopecks | null;
}

export interface DashboardModel {
  readonly state: 'empty' | 'loading' | 'ready' | 'forbidden';
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly chain: {
    readonly revenue: Kopecks;
    readonly receipts: number;
    readonly average: Kopecks;
    readonly previous: Kopecks | null;
  };
  /** What `chain` and `stores` are of: the day, week … that today lies in. */
  readonly period: Period;
  readonly span: Span;
  show(period: Period): void;
  /** Revenue of the chain by the bars of the period's chart, `bar` is the first day of each. */
  readonly bars: readonly { readonly bar: string; readonly revenue: Kopecks }[];
  /** Reports of the reconciliations that found something and that nobody has looked at. */
  readonly reports: number;
  readonly stores: readonly DashboardStoreRow[];
  /** Registers in use. `stale`: no heartbeat for two minutes. */
  readonly registers: readonly (RegisterState & { readonly stale: boolean })[];
  /** When the figures were last in step with the server. */
  readonly syncedAt: number | null;
}

export interface StorageModel {
  /** `low`: four fifths of the room are used. `full`: no sale can be written. `vanished`: this device had data that the browser no longer holds. */
  readonly state: 'ok' | 'low' | 'full' | 'vanished';
  readonly persisted: boolean;
  /** Bytes. */
  readonly used: number | null;
  readonly quota: number | null;
}

export interface UpdateModel {
  /** A new version waits. */
  readonly waiting: boolean;
  /** Another tab runs a newer program: this one ends its sale, begins no other, and loads anew. */
  readonly outdated: boolean;
  /** Takes over now, and only where no sale is open in any tab. */
  apply(): void;
  /** Loads the page anew now, at a person's word: a part of this program cannot be had. Carts and documents outlive it. */
  reopen(): void;
}
