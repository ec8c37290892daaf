import { describe, expect, it } from 'vitest';
import { demoProducts, productDocuments } from '../demo/products.ts';
import { productFields, readProduct, readRoubles } from './catalogue.fields.ts';

const TODAY = '2026-11-21';
const { products } = productDocuments(demoProducts(5_000, 'form', '22'), '1763683200000-0000-0000');
const some = products.filter((_, i) => i % 7 === 0);

describe('the form of an article', () => {
  it('opened and saved untouched changes nothing: frames, lens families with their matrices, contact lenses, sundries', () => {
    const kinds = new Set<string>();
    for (const product of some) {
      const read = readProduct(productFields(product, 100), TODAY, product);
      expect(read).toMatchObject({ value: { cost: 100 } });
      if ('wrong' in read) continue;
      const { sku: _sku, name, brand, kind, category, ean, price, vat, subject, frame, lens, contactLens, supplier } = product;
      expect(read.value.fields).toEqual({
        ...{ name, brand, kind, category, ean, price, vat, subject, frame, lens, contactLens, supplier },
      });
      kinds.add(kind);
    }
    expect([...kinds].sort()).toEqual(['accessory', 'care', 'contact-lens', 'frame', 'lens', 'service', 'sunglasses']);
  });

  it('reads roubles as people write them, and nothing else', () => {
    expect(['12 345,50 ₽', '12345.5', '0', '290'].map(readRoubles)).toEqual([1_234_550, 1_234_550, 0, 29_000]);
    for (const wrong of ['', '-1', '1e5', '1,234', 'дорого', '1 250.00 $', '99999999999']) expect(readRoubles(wrong)).toBeNull();
  });

  it('says of a lens that its matrix no longer fits, and loses nothing of it', () => {
    const lens = some.find(({ kind, lens: attributes }) => kind === 'lens' && attributes?.matrix !== undefined)!;
    const read = readProduct({ ...productFields(lens, null), sph: '−30 +6 0,25' }, TODAY, lens);
    expect(read).toMatchObject({ wrong: [expect.stringContaining('силы не сходятся с таблицей цен')] });
  });
});
