import type { DeviceInfo } from '../app.model.ts';
import type { Refund } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ReceiptQuery } from '$design/receipt-lookup.ts';
import type { GatewayStore } from '../gateway/gateway.store.svelte.ts';
import type { ReceiptSearch } from '../history/find-receipt.ts';
import type { ApprovalModel } from '../people/approval.model.ts';
import type { FiscalPort } from '../sale/fiscal-port.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Facts } from '../storage/facts.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { ServerClient } from '../sync/server.client.ts';
import type { KnownReceipts } from './known-receipts.ts';
import type { WaitingRefund } from './refund.model.ts';

/** What the refunds of a till stand on. */
export interface RefundDeps {
  readonly store: LocalStore;
  readonly facts: Facts;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly gateway: Pick<GatewayStore, 'client' | 'reachable' | 'otherTab' | 'maySell' | 'shift' | 'want'>;
  readonly port: Pick<FiscalPort, 'register' | 'ask' | 'note'>;
  readonly known: KnownReceipts;
  readonly server: Pick<ServerClient, 'receipt'>;
  readonly find: (query: ReceiptQuery) => Promise<ReceiptSearch>;
  /** Gives money back to the cards of a refund; rejects as the till's card desk does. */
  readonly giveBack: (refund: Refund) => Promise<void>;
  readonly approval: Pick<ApprovalModel, 'ask'>;
  readonly now: () => number;
  readonly uuid: () => string;
  /** Awaitable pause, ms. */
  readonly wait: (ms: number) => Promise<void>;
  readonly device: () => DeviceInfo | null;
  readonly cashier: () => Staff | null;
  readonly mayRefund: () => boolean;
  readonly hasRoom: () => Promise<boolean>;
  /** Something was left open, or ended. */
  readonly onOpenChanged: () => void;
  /** A refund that waited may be made now. */
  readonly onReady: (refund: WaitingRefund) => void;
}
