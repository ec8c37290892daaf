import { describe, expect, it } from 'vitest';
import { faultOf, senderOf } from './smtp.transport.ts';

const fault = (command: string, responseCode: number) => faultOf({ code: 'EENVELOPE', command, responseCode }).kind;

describe('what a mail server’s answer means', () => {
  it.each([
    ['RCPT TO', 550, 'address'],
    ['RCPT TO', 553, 'address'],
    ['RCPT TO', 450, 'later'],
    ['RCPT TO', 552, 'later'],
    ['RCPT TO', 554, 'refused'],
    ['DATA', 451, 'later'],
    ['DATA', 554, 'refused'],
    ['MAIL FROM', 550, 'service'],
    ['AUTH PLAIN', 535, 'service'],
    ['EHLO', 421, 'service'],
  ] as const)('%s %i: %s', (command, code, kind) => expect(fault(command, code)).toBe(kind));
  it('is the service’s own trouble where there is no answer', () => {
    for (const code of ['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'ETLS']) expect(faultOf({ code }).kind).toBe('service');
  });
  it('never tells the address', () => {
    const said = faultOf(
      Object.assign(new Error('550 <ivan@mail.ru> unknown'), { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }),
    );
    expect(`${said.message} ${said.why}`).not.toContain('ivan');
  });
});

describe('who a receipt is from', () => {
  it('is named in the address of the mail server, or is its user, or the shop’s own name', () => {
    const from = 'receipts@shop.ru';
    expect(senderOf({ url: 'smtp://user:secret@mx.ru:587?from=chek@optika.ru', from })).toBe('chek@optika.ru');
    expect(senderOf({ url: 'smtps://till%40optika.ru:secret@mx.ru', from })).toBe('till@optika.ru');
    expect(senderOf({ url: 'smtp://mx.ru', from })).toBe(from);
  });
});
