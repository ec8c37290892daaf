import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Log } from '../log.ts';
import { maskedAddress } from '../../design/contact/address.ts';
import { mailOf } from './smtp.transport.ts';
import type { Email, Sms, Transport } from './transport.ts';

/** Everything a file's name may not have is left to the digest. */
const nameOf = (id: string): string =>
  `${id.replace(/[^\w.-]/g, '').slice(0, 80)}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;

/** Whole or not at all, for the owner's eyes: there are addresses in it. The same message is the same file. */
async function put(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  await writeFile(`${path}.part`, content, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** `SMTP_URL` unset: each message is a file `.eml` that any mail program opens (design §3). */
export function outboxTransport(folder: string, from: string): Transport<Email> {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    via: 'outbox',
    async send(email) {
      const { message } = (await composer.sendMail(mailOf(email, from))) as { message: Uint8Array };
      await put(folder, `${nameOf(email.id)}.eml`, message);
    },
  };
}

/**
 * No SMS service: what would have been sent is told in the log, the number masked, and lies in the outbox folder as text. A real service
 * is another `Transport<Sms>`; it is handed `id`, by which services know a repeat.
 */
export function consoleSms(folder: string, log: Log): Transport<Sms> {
  return {
    via: 'console',
    async send(sms) {
      await put(folder, `${nameOf(sms.id)}.sms.txt`, `${sms.to}\n${sms.text}\n`);
      log('info', 'sms-written', { to: maskedAddress(sms.to), signs: sms.text.length });
    },
  };
}
