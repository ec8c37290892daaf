import { describe, expect, it } from 'vitest';
import { withoutQrText } from './receipt-lines.ts';

const QR = 't=20261121T0501&s=29540.00&fn=9999078900030352&i=3&fp=2265752476&n=1';

describe('the lines of a slip on the screen', () => {
  it('leave out the text of the QR code, wrapped at any width', () => {
    for (const width of [24, 48, 100]) {
      const spelled = QR.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      expect(withoutQrText(['ИТОГ', '', ...spelled, 'СПАСИБО'], QR)).toEqual(['ИТОГ', '', 'СПАСИБО']);
    }
  });
  it('keep everything where the code is not spelled out whole', () => {
    const slip = ['ИТОГ', QR.slice(0, 20), 'СПАСИБО'];
    expect(withoutQrText(slip, QR)).toEqual(slip);
  });
  it('keep a slip that has no code', () => expect(withoutQrText(['X-ОТЧЁТ', ''], null)).toEqual(['X-ОТЧЁТ', '']));
});
