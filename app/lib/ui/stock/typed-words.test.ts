import { expect, it } from 'vitest';
import { readQuantity } from '$design/barcode/scan-code.ts';
import { isBadQuantity, isWords } from './typed-words.ts';

it('words are told from codes', () => {
  for (const words of ['оправа', 'ray ban', 'RB 5154']) expect(isWords(words), words).toBe(true);
  for (const code of ['RB-1001', '4600000000017', 'L~-1.00', '1-2611-001-05-KF']) expect(isWords(code), code).toBe(false);
});

it('a quantity that cannot be read is no code, and the ones that can are not called bad', () => {
  for (const typed of ['99999*RB-1001', '-2*RB-1001', '0*RB-1001', '1.2345*RB-1001'])
    expect(isBadQuantity(readQuantity(typed).rest), typed).toBe(true);
  for (const typed of ['5*RB-1001', '0,5*RB-1001', 'RB-1001', '4600000000017'])
    expect(isBadQuantity(readQuantity(typed).rest), typed).toBe(false);
});
