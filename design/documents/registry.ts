import type { z } from 'zod';
import type { DatabaseKind } from '../databases.ts';
import * as catalogue from './catalogue.ts';
import * as chain from './chain.ts';
import { conflict } from './conflict.ts';
import * as facts from './facts.ts';
import { MERGE_KINDS, type MergeKind } from './merge-kinds.ts';
import { importJob, importLog, importOffer, importPiece } from '../import/job.ts';
import { importProfile } from '../import/profile.ts';
import { importUpload, importUploadPart } from '../import/upload.ts';
import { note } from './note.ts';
import { notice } from './notice.ts';
import { opening, openingCorrection } from './opening.ts';
import { order } from './order.ts';
import * as people from './people.ts';
import { contactLensPrescription, prescription } from './prescription.ts';
import { coupon, promotion } from './promotion.ts';
import { sending } from './sending.ts';
import { purchaseOrder } from './purchase-order.ts';
import { stockSheet, stockTake, stockZone } from './stock-take.ts';
import { supplier } from './supplier.ts';
import { supplierStock } from './supplier-stock.ts';
import { supplierOrder } from './supplier-order.ts';
import { stockMinimum } from './stock-minimum.ts';
import { stockTransfer } from './stock-transfer.ts';

/** What may hang on a document of a type: bytes of all its attachments together, and their MIME types. */
export interface AttachmentRule {
  readonly maxBytes: number;
  readonly types: readonly string[];
}

export interface DocumentEntry {
  readonly shape: z.ZodType;
  /** Current schema number: what writers write. */
  readonly schema: number;
  readonly database: DatabaseKind;
  /** A fact: one revision, never deleted. */
  readonly immutable: boolean;
  /** May a paired device write it? Everything else is the server's. */
  readonly deviceWrites: boolean;
  /** Absent: none. Photos go by POST, an order keeps a digest and a thumbnail in its body (design §4). */
  readonly attachments?: AttachmentRule;
  /** `null`: revisions made apart from each other cannot arise, or are composed anew. */
  readonly merge: MergeKind | null;
}

type Entry = Omit<DocumentEntry, 'merge'>;

const fact = (shape: z.ZodType, deviceWrites = true): Entry => ({
  shape,
  schema: 1,
  database: 'sales',
  immutable: true,
  deviceWrites,
});
const server = (shape: z.ZodType, database: DatabaseKind): Entry => ({
  shape,
  schema: 1,
  database,
  immutable: false,
  deviceWrites: false,
});
const shop = (shape: z.ZodType): Entry => ({
  shape,
  schema: 1,
  database: 'store',
  immutable: false,
  deviceWrites: true,
});

const ENTRIES = {
  product: server(catalogue.product, 'products'),
  cost: server(catalogue.cost, 'costs'),
  'catalogue-shard': server(catalogue.catalogueShard, 'catalog'),
  'catalogue-delta': server(catalogue.catalogueDelta, 'catalog'),
  manifest: server(catalogue.manifest, 'catalog'),
  'price-list': server(catalogue.priceList, 'catalog'),
  'price-part': server(catalogue.pricePart, 'catalog'),
  settings: server(catalogue.settings, 'catalog'),
  promotion: server(promotion, 'catalog'),
  coupon: server(coupon, 'catalog'),
  'supplier-stock': server(supplierStock, 'catalog'),
  staff: server(people.staff, 'store'),
  device: server(people.device, 'control'),
  'import-profile': server(importProfile, 'imports'),
  'import-job': server(importJob, 'imports'),
  'import-piece': server(importPiece, 'imports'),
  'import-log': server(importLog, 'imports'),
  'import-upload': server(importUpload, 'imports'),
  'import-upload-part': server(importUploadPart, 'imports'),
  'import-offer': server(importOffer, 'imports'),
  client: shop(people.client),
  prescription: shop(prescription),
  'contact-lens-prescription': shop(contactLensPrescription),
  contact: shop(people.contact),
  sending: server(sending, 'store'),
  notice: server(notice, 'store'),
  order: shop(order),
  supplier: shop(supplier),
  'supplier-order': shop(supplierOrder),
  'purchase-order': shop(purchaseOrder),
  'stock-minimum': shop(stockMinimum),
  'stock-transfer': server(stockTransfer, 'store'),
  'stock-take': shop(stockTake),
  'stock-zone': shop(stockZone),
  'stock-sheet': shop(stockSheet),
  note: shop(note),
  conflict: shop(conflict),
  opening: { ...fact(opening, false), database: 'store' },
  'opening-correction': { ...fact(openingCorrection, false), database: 'store' },
  sale: fact(facts.sale),
  refund: fact(facts.refund),
  correction: fact(facts.correction),
  'sale-void': fact(facts.saleVoid),
  'card-attempt': fact(facts.cardAttempt),
  'fiscal-result': fact(facts.fiscalResult),
  recovery: fact(facts.recovery, false),
  'shift-event': fact(facts.shiftEvent),
  'shift-handover': fact(facts.shiftHandover),
  'cash-movement': fact(facts.cashMovement),
  'stock-movement': fact(facts.stockMovement),
  flag: fact(facts.flag, false),
  'day-rollup': server(chain.dayRollup, 'chain'),
  'register-state': server(chain.registerState, 'chain'),
  report: server(chain.report, 'chain'),
  'day-cost': server(chain.dayCost, 'chain-cost'),
  'take-cost': server(chain.takeCost, 'chain-cost'),
} as const satisfies Record<string, Entry>;

export type DocumentType = keyof typeof ENTRIES;

/** The one table of document types: the `/db` front, the CouchDB validator and the tests read it. */
export const DOCUMENTS = Object.fromEntries(
  Object.entries(ENTRIES).map(([type, entry]) => [type, { ...entry, merge: MERGE_KINDS.get(type) ?? null }]),
) as Readonly<Record<DocumentType, DocumentEntry>>;

export const isDocumentType = (type: unknown): type is DocumentType => typeof type === 'string' && Object.hasOwn(DOCUMENTS, type);
