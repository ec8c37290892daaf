import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchClient, CouchFailure } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

interface Stub {
  readonly content_type: string;
  readonly digest: string;
  readonly length?: number;
  readonly revpos: number;
  readonly stub?: true;
  readonly data?: string;
}
interface WithAttachments {
  readonly _rev: string;
  readonly _attachments?: Readonly<Record<string, Stub>>;
}

/** CouchDB compresses text and names the digest of what it stored; pictures it keeps as they are, so only these have a known digest. */
const PNG = 'image/png';
const MEGABYTE = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 31 + (i >> 8)) & 255);
const bytesIn = (text: string): Uint8Array => new TextEncoder().encode(text);
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

async function bytesOf(db: CouchClient, path: string): Promise<{ bytes: Uint8Array; headers: Headers; status: number }> {
  const response = await db.request('GET', path, { headers: { accept: '*/*' } });
  return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers, status: response.status };
}

describe.each(backEnds)('attachments over $name', (kind) => {
  const suite = useSuite(kind);

  it('come in with the document and are named by stubs, or brought along where asked', async () => {
    const db = await suite.current.database();
    const bytes = bytesIn('кадр');
    const body = { _attachments: { 'снимок.png': { content_type: PNG, data: base64(bytes) } } };
    const { rev } = await db.json<{ rev: string }>('PUT', 'a', { body });
    const stub = { content_type: PNG, digest: `md5-${md5(bytes)}`, length: bytes.length, revpos: 1, stub: true };
    expect(await db.json('GET', 'a')).toEqual({ _id: 'a', _rev: rev, _attachments: { 'снимок.png': stub } });
    const whole = await db.json<WithAttachments>('GET', 'a', { query: { attachments: true } });
    expect(whole._attachments!['снимок.png']).toMatchObject({ data: base64(bytes), digest: stub.digest, content_type: PNG });
    const asked = { body: { docs: [{ id: 'a', rev }] }, query: { attachments: true } };
    const { results } = await db.json<{ results: { docs: { ok: WithAttachments }[] }[] }>('POST', '_bulk_get', asked);
    expect(results[0]!.docs[0]!.ok._attachments!['снимок.png']!.data).toBe(base64(bytes));
  });

  it('can be put, read and deleted apart, each a revision of the document', async () => {
    const db = await suite.current.database();
    const put = await db.ask<{ rev: string }>('PUT', 'a/x%2Fy.png', { body: MEGABYTE, headers: { 'content-type': PNG } });
    expect([put.status, put.body.rev.slice(0, 2)]).toEqual([201, '1-']);
    const read = await bytesOf(db, 'a/x%2Fy.png');
    expect([read.status, read.headers.get('content-type')]).toEqual([200, PNG]);
    expect(md5(read.bytes)).toBe(md5(MEGABYTE));
    const second = await db.json<{ rev: string }>('DELETE', 'a/x%2Fy.png', { query: { rev: put.body.rev } });
    expect(second.rev).toMatch(/^2-/);
    expect((await bytesOf(db, 'a/x%2Fy.png')).status).toBe(404);
    expect((await db.json<WithAttachments>('GET', 'a'))._attachments).toBeUndefined();
  });

  it('stay with the document through a change that names the stub, and go with one that does not', async () => {
    const db = await suite.current.database();
    const one = { content_type: PNG, data: base64(bytesIn('1')) };
    await db.json('PUT', 'a', { body: { _attachments: { one, two: one } } });
    const doc = await db.json<WithAttachments>('GET', 'a');
    await db.json('PUT', 'a', { body: { ...doc, v: 2, _attachments: { one: doc._attachments!['one'] } } });
    const changed = await db.json<WithAttachments>('GET', 'a');
    expect(Object.keys(changed._attachments!)).toEqual(['one']);
    expect(changed._attachments!['one']).toMatchObject({ revpos: 1, stub: true });
    expect((await bytesOf(db, 'a/one')).bytes).toEqual(bytesIn('1'));
  });

  it('refuses a stub of what was never there (412)', async () => {
    const db = await suite.current.database();
    const ghost = { content_type: PNG, digest: `md5-${md5(bytesIn('?'))}`, length: 1, revpos: 1, stub: true };
    const { status, body } = await db.ask<CouchFailure>('PUT', 'a', { body: { _attachments: { ghost } } });
    expect([status, body.error]).toEqual([412, 'missing_stub']);
    expect((await db.ask('GET', 'a')).status).toBe(404);
  });

  it('of a megabyte travel by replication, both ways, byte by byte', async () => {
    const db = await suite.current.database();
    const [here, there] = [suite.current.local(), suite.current.local()];
    await here.put({ _id: 'a', _attachments: { photo: { content_type: PNG, data: base64(MEGABYTE) } } });
    await here.replicate.to(db.pouch());
    expect(md5((await bytesOf(db, 'a/photo')).bytes)).toBe(md5(MEGABYTE));
    await there.replicate.from(db.pouch());
    expect(md5(new Uint8Array((await there.getAttachment('a', 'photo')) as unknown as ArrayBuffer))).toBe(md5(MEGABYTE));
    const doc = await there.get<WithAttachments>('a');
    expect((doc as WithAttachments)._attachments!['photo']!.digest).toBe(`md5-${md5(MEGABYTE)}`);
  });
});
