/// <reference types="pouchdb-replication" />

/** Any of our documents, as PouchDB hands it over. */
export type Content = Record<string, unknown>;
export type LocalDatabase = PouchDB.Database<Content>;
export type Request = (input: string | URL | globalThis.Request, init?: RequestInit) => Promise<Response>;
export type OpenLocal = (name: string) => LocalDatabase;
export type OpenRemote = (url: string, request: Request) => LocalDatabase;

/** A document to be written: a `_rev` given by the gateway or the server is kept as it is. */
export interface FactDocument {
  readonly _id: string;
  readonly _rev?: string | undefined;
  readonly type: string;
}
