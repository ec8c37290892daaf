import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS } from '../documents/registry.ts';
import { validatorText, VALIDATOR_LIMIT, type Validator } from './validate.ts';

const compile = (database: string): Validator => {
  const text = validatorText(database);
  if (text === null) throw new Error(`no validator for ${database}`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function(`return (${text});`)() as Validator;
};
const admin = { db: 'any', name: 'admin', roles: ['_admin'] };
const outcome = (database: string, doc: object, old: object | null = null, user = admin): string => {
  try {
    compile(database)(doc, old, user);
    return 'ok';
  } catch (thrown) {
    return (thrown as { forbidden: string }).forbidden.split(':')[0]!;
  }
};
const sale = { _id: 'sale:1', _rev: '1-a', type: 'sale', schema: 1, store: 'demo-1' };

describe('the validator that CouchDB runs', () => {
  it.each(['sales-demo-1-202611', 'store-demo-1', 'catalog', 'chain', 'products', 'costs'])(
    'is ES5 text of at most 4 kB for %s',
    (name) => {
      const text = validatorText(name)!;
      expect(text.length).toBeLessThanOrEqual(VALIDATOR_LIMIT);
      expect(text).not.toMatch(/=>|\b(let|const|class)\b|`/);
    },
  );

  it('leaves the private databases alone', () => {
    for (const name of ['control', 'journal', 'quarantine-demo-1', 'nonsense']) expect(validatorText(name)).toBeNull();
  });

  it('accepts a fact of its shop once, and neither a second revision nor a deletion', () => {
    expect(outcome('sales-demo-1-202611', sale)).toBe('ok');
    expect(outcome('sales-demo-1-202611', { ...sale, _rev: '2-b' }, sale)).toBe('DOCUMENT_IMMUTABLE');
    expect(outcome('sales-demo-1-202611', { _id: 'sale:1', _deleted: true }, sale)).toBe('DOCUMENT_IMMUTABLE');
  });

  it('refuses another shop, an unknown type, a wrong prefix, a missing schema', () => {
    expect(outcome('sales-demo-2-202611', sale)).toBe('DOCUMENT_WRONG_STORE');
    expect(outcome('store-demo-1', sale)).toBe('DOCUMENT_MALFORMED');
    expect(outcome('sales-demo-1-202611', { ...sale, type: 'refund' })).toBe('DOCUMENT_MALFORMED');
    expect(outcome('sales-demo-1-202611', { ...sale, schema: undefined })).toBe('DOCUMENT_MALFORMED');
  });

  it('lets what is not a fact change and be deleted', () => {
    const client = { _id: 'client:1', _rev: '1-a', type: 'client', schema: 1, store: 'demo-1' };
    expect(outcome('store-demo-1', { ...client, _rev: '2-b' }, client)).toBe('ok');
    expect(outcome('store-demo-1', { _id: 'client:1', _deleted: true }, client)).toBe('ok');
  });

  it('takes design documents from the server only', () => {
    const user = { db: 'any', name: 'till', roles: [] };
    expect(outcome('catalog', { _id: '_design/optics' })).toBe('ok');
    expect(outcome('catalog', { _id: '_design/optics' }, null, user)).toBe('DOCUMENT_NOT_WRITABLE');
  });

  it('never accepts an id outside the table of types, whatever the body', () => {
    const run = compile('sales-demo-1-202611');
    fc.assert(
      fc.property(fc.string(), fc.object(), (id, body) => {
        fc.pre(!id.startsWith('_design/'));
        const type = id.slice(0, Math.max(0, id.indexOf(':')));
        fc.pre(!(type in DOCUMENTS));
        expect(() => run({ ...body, _id: id }, null, admin)).toThrow();
      }),
    );
  });
});
