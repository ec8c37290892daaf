import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paperCode } from '$design/orders/paper-code.ts';
import { PAIR_LETTERS, SIDES } from '$design/orders/words.ts';
import { readBarcodesOf } from '../../../../tests/barcode-reader.ts';
import type { Bars } from '$design/barcode/bars.ts';
import { barsOf } from './bars.ts';

const MODULE = 3;
const HEIGHT = 40;

/** The path's bars as grey pixels, white elsewhere. */
function picture({ width, path }: Bars): { data: Uint8ClampedArray; width: number; height: number; colorSpace: 'srgb' } {
  const pixels = width * MODULE;
  const data = new Uint8ClampedArray(pixels * HEIGHT * 4).fill(255);
  for (const [, from, bar] of path.matchAll(/M([\d.]+) 0h([\d.]+)v1h-[\d.]+z/g)) {
    for (let y = 0; y < HEIGHT; y += 1) {
      const at = (y * pixels + Number(from) * MODULE) * 4;
      for (let x = 0; x < Number(bar) * MODULE; x += 1) data.fill(0, at + x * 4, at + x * 4 + 3);
    }
  }
  return { data, width: pixels, height: HEIGHT, colorSpace: 'srgb' };
}

describe('the barcode of a paper', () => {
  it('has whole modules only: no bar begins between two', () => {
    const { width, path } = barsOf('O-3-017-A');
    expect(Number.isInteger(width)).toBe(true);
    expect(
      [...path.matchAll(/[Mh]-?([\d.]+)/g)].map(([, figure]) => Number(figure)).filter((figure) => !Number.isInteger(figure)),
    ).toEqual([]);
  });

  it('is read back by a decoder as it was written, whatever the number, pair and eye', async () => {
    const numbers = fc
      .tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 99_999 }))
      .map(([device, n]) => `${device}-${n}`);
    const codes = fc.tuple(numbers, fc.constantFrom(null, ...PAIR_LETTERS), fc.constantFrom(null, ...SIDES));
    await fc.assert(
      fc.asyncProperty(codes, async ([number, pair, eye]) => {
        const code = paperCode({ number, pair, eye });
        expect(await readBarcodesOf(picture(barsOf(code)) as ImageData)).toEqual([code]);
      }),
      { numRuns: 50 },
    );
  });
});
