import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cost as costShape, type Cost } from '../documents/catalogue.ts';
import { formatHlc } from '../time/hlc.ts';
import { costAt, withCost } from './cost-at.ts';

const stamp = (wall: number): string => formatHlc({ wall, counter: 0, device: 0 });
const first: Cost = {
  ...{ _id: 'cost:A', type: 'cost', schema: 1, by: null, pos: null, sku: 'A', supplier: null },
  hlc: stamp(100),
  stamps: { cost: stamp(100) },
  cost: 10_00,
};

describe('what a piece cost at the moment of its sale', () => {
  it('is not known before anybody wrote it down', () => expect(costAt(first, 99)).toBeNull());

  it('is what the newest purchase before the sale said; later ones rewrite no margin', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 5 })), { maxLength: 8 }),
        (steps) => {
          let [doc, at] = [first, 100];
          const known = [{ at, cost: doc.cost }];
          for (const [later, cost] of steps) {
            doc = withCost(doc, cost, stamp((at += later)));
            known.push({ at, cost });
            for (const one of known) expect(costAt(doc, one.at)).toBe(one.cost);
            expect(costAt(doc, at - 1)).not.toBeNull();
          }
          costShape.parse(doc);
        },
      ),
    );
  });
});
