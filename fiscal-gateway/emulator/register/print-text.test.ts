import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDrive, openShift, registerReceipt } from './drive.ts';
import { PAPER_COLUMNS, wrapped } from './paper-line.ts';
import { receiptText, TRAINING_MARK } from './print-text.ts';
import { sampleReceipt } from './sample-receipt.ts';

const AT = Date.UTC(2026, 10, 21, 7, 5);
const LETTERHEAD = { user: 'ООО «Оптика»', address: 'Москва, ул. Примерная, 1', timeZone: 'Europe/Moscow' };
const drive = openShift(newDrive({ fn: '9999078900007778', serial: '7778', inn: '7702203276' }, AT).state, AT).state;

describe('the paper', () => {
  it('shows what the law wants on a receipt, and that it is not one', () => {
    const receipt = sampleReceipt();
    const { document, state } = registerReceipt(drive, receipt, AT);
    const { qr, text } = receiptText(receipt, document, state, LETTERHEAD);
    const paper = text.join('\n');
    for (const part of ['КАССОВЫЙ ЧЕК', 'ПРИХОД', 'КАССИР Иванова А.', 'ИНН 7702203276', 'БЕЗ НДС', '21.11.2026 10:05']) {
      expect(paper).toContain(part);
    }
    expect(paper).toMatch(/ИТОГ\s+=12345\.00/);
    expect(paper).toMatch(/НАЛИЧНЫМИ\s+=12345\.00/);
    expect(paper).not.toContain('БЕЗНАЛИЧНЫМИ');
    expect(paper).toContain(`ФД ${document.fd}`);
    expect(paper).toContain(`ФП ${document.fp}`);
    expect(paper).toContain(TRAINING_MARK);
    expect(qr).toMatch(/^t=20261121T1005&s=12345\.00&fn=9999078900007778&i=3&fp=\d+&n=1$/);
  });

  it('is never wider than the roll', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 128 }), fc.integer({ min: 1, max: 10 ** 10 }), (name, total) => {
        const plain = sampleReceipt({}, total);
        const receipt = { ...plain, items: plain.items.map((item) => ({ ...item, name })), customer: 'a'.repeat(60) };
        const { document, state } = registerReceipt(drive, receipt, AT);
        for (const line of receiptText(receipt, document, state, LETTERHEAD).text) {
          expect(line.length).toBeLessThanOrEqual(PAPER_COLUMNS);
        }
      }),
    );
  });

  it('breaks lines at words and loses none', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[а-я]{1,40}$/), { minLength: 1 }), (words) => {
        expect(wrapped(words.join(' ')).join(' ')).toBe(words.join(' '));
      }),
    );
  });
});
