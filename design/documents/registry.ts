import type { z } from 'zod';
import type { DatabaseKind } from '../databases.ts';
import * as catalogue from './catalogue.ts';
import * as chain from './chain.ts';
import * as facts from './facts.ts';
import * as people from './people.ts';

export interface DocumentEntry {
  readonly shape: z.ZodType;
  /** Current schema number: what writers write. */
  readonly schema: number;
  readonly database: DatabaseKind;
  /** A fact: one revision, never deleted. */
  readonly immutable: boolean;
  /** May a paired device write it? Everything else is the server's. */
  readonly deviceWrites: boolean;
}

const fact = (shape: z.ZodType, deviceWrites = true): DocumentEntry => ({
  shape,
  schema: 1,
  database: 'sales',
  immutable: true,
  deviceWrites,
});
const server = (shape: z.ZodType, database: DatabaseKind): DocumentEntry => ({
  shape,
  schema: 1,
  database,
  immutable: false,
  deviceWrites: false,
});
const shop = (shape: z.ZodType): DocumentEntry => ({ shape, schema: 1, database: 'store', immutable: false, deviceWrites: true });

/** The one table of document types: the `/db` front, the CouchDB validator and the tests read it. */
export const DOCUMENTS = {
  product: server(catalogue.product, 'products'),
  cost: server(catalogue.cost, 'costs'),
  'catalogue-shard': server(catalogue.catalogueShard, 'catalog'),
  'catalogue-delta': server(catalogue.catalogueDelta, 'catalog'),
  manifest: server(catalogue.manifest, 'catalog'),
  'price-list': server(catalogue.priceList, 'catalog'),
  settings: server(catalogue.settings, 'catalog'),
  staff: server(people.staff, 'store'),
  device: server(people.device, 'control'),
  client: shop(people.client),
  prescription: shop(people.prescription),
  contact: shop(people.contact),
  sale: fact(facts.sale),
  refund: fact(facts.refund),
  'sale-void': fact(facts.saleVoid),
  'card-attempt': fact(facts.cardAttempt),
  'fiscal-result': fact(facts.fiscalResult),
  recovery: fact(facts.recovery, false),
  'shift-event': fact(facts.shiftEvent),
  'cash-movement': fact(facts.cashMovement),
  'stock-movement': fact(facts.stockMovement),
  flag: fact(facts.flag, false),
  'day-rollup': server(chain.dayRollup, 'chain'),
  'register-state': server(chain.registerState, 'chain'),
} as const satisfies Record<string, DocumentEntry>;

export type DocumentType = keyof typeof DOCUMENTS;
export const isDocumentType = (type: unknown): type is DocumentType => typeof type === 'string' && Object.hasOwn(DOCUMENTS, type);
