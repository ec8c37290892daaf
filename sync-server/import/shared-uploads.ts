import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { IMPORTS } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.office.ts';
import { rangeOf } from '../../design/ids.ts';
import { importUpload, importUploadPart, type ImportUpload, type ImportUploadPart } from '../../design/import/upload.ts';
import type { Database, Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';
import type { UploadedFile } from './imports.ts';

/** Bytes of one document: CouchDB takes 8 MB at most, and a part is a third longer as text. */
const PART = 1 << 20;
const TYPE = 'import-upload';
const PART_TYPE = 'import-upload-part';

/**
 * Several servers on one CouchDB: which of them took the upload and which checks it are not the same. There the bytes lie in `imports`, too,
 * so that each of them has every file. The embedded engine has one server, and needs none of it.
 */
export interface SharedUploads {
  /** All of it, its head last. */
  save(file: UploadedFile, path: string): Promise<void>;
  find(id: string): Promise<UploadedFile | null>;
  /** Lays the bytes down at a path. @throws DomainError IMPORT_FILE_GONE */
  fetch(id: string, path: string): Promise<void>;
  /** Removes what came before an instant (epoch ms). */
  removeBefore(at: number): Promise<void>;
}

const partId = (id: string, part: number): string => `${PART_TYPE}:${id}-${String(part).padStart(4, '0')}`;

/** `null` where the engine has one server. */
export function createSharedUploads(engine: Engine, stamps: Stamps): SharedUploads | null {
  if (engine.kind !== 'couchdb') return null;
  const database = (): Promise<Database> => engine.open(IMPORTS);
  const fresh = () => ({ schema: 1, hlc: stamps(), by: null, pos: null }) as const;

  async function put(doc: Parameters<Database['put']>[0]): Promise<void> {
    const imports = await database();
    const before = await imports.get(doc._id);
    const { ok, error } = await imports.put({ ...doc, ...(before ? { _rev: before._rev } : {}) });
    // Somebody uploads the same bytes at the same moment.
    if (!ok && error !== 'conflict') throw new Error(`${doc._id}: ${error}`);
  }

  return {
    async save({ id, name, bytes, at }, path) {
      const file = await open(path, 'r');
      let parts = 0;
      try {
        for await (const piece of file.createReadStream({ highWaterMark: PART, autoClose: false }) as AsyncIterable<Buffer>) {
          const data = piece.toString('base64');
          await put({ _id: partId(id, parts), type: PART_TYPE, ...fresh(), data } satisfies ImportUploadPart);
          parts += 1;
        }
      } finally {
        await file.close();
      }
      await put({ _id: `${TYPE}:${id}`, type: TYPE, ...fresh(), name, bytes, at, parts } satisfies ImportUpload);
    },
    async find(id) {
      const { data } = importUpload.safeParse(await (await database()).get(`${TYPE}:${id}`));
      return data ? { id, name: data.name, bytes: data.bytes, at: data.at } : null;
    },
    async fetch(id, path) {
      const imports = await database();
      const { data } = importUpload.safeParse(await imports.get(`${TYPE}:${id}`));
      if (!data) throw new DomainError('IMPORT_FILE_GONE');
      const part = `${path}.${process.pid}.part`;
      const hash = createHash('sha256');
      const file = await open(part, 'w', 0o600);
      try {
        for (let n = 0; n < data.parts; n += 1) {
          const held = await imports.get(partId(id, n));
          const piece = new Uint8Array(Buffer.from(importUploadPart.safeParse(held).data?.data ?? '', 'base64'));
          hash.update(piece);
          await file.write(piece);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      if (hash.digest('hex') !== id) {
        await rm(part, { force: true });
        throw new DomainError('IMPORT_FILE_GONE');
      }
      await rename(part, path);
    },
    async removeBefore(at) {
      const imports = await database();
      const heads = (await imports.range(rangeOf(TYPE))).flatMap((doc) => importUpload.safeParse(doc).data ?? []);
      for (const { _id, _rev = '', parts, at: came } of heads) {
        if (came >= at) continue;
        const id = _id.slice(TYPE.length + 1);
        const keys = Array.from({ length: parts }, (_, n) => partId(id, n));
        // The head first: what remains after a crash names nothing.
        await imports.put({ _id, _rev, _deleted: true });
        for (const key of keys) {
          const held = await imports.get(key);
          if (held) await imports.put({ _id: held._id, _rev: held._rev, _deleted: true });
        }
      }
    },
  };
}
