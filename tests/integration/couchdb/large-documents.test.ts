import { describe, expect, it, vi } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import { useSuite } from './suite.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 });

/** CouchDB takes documents of up to 8,000,000 bytes (`max_document_size`); Cyrillic letters are two bytes each. */
const NAME = 'Ж'.repeat(3_950_000);

describe.each(backEnds)('documents of 8 MB over $name', (kind) => {
  const suite = useSuite(kind);

  it('travel from one device to another', async () => {
    const db = await suite.current.device('store-demo-1');
    const [here, there] = [suite.current.local(), suite.current.local()];
    const card = { ...clientOf('large', { name: NAME }), _rev: '1-aa' };
    await here.bulkDocs([card, { ...clientOf('small'), _rev: '1-bb' }], { new_edits: false });
    expect(await here.replicate.to(db.pouch())).toMatchObject({ docs_written: 2, doc_write_failures: 0 });
    await there.replicate.from(db.pouch());
    const arrived = await there.get<{ name: string }>('client:large');
    expect(arrived.name === NAME).toBe(true);
    expect(await there.get('client:small')).toMatchObject({ _rev: '1-bb' });
  });
});
