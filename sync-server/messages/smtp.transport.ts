import { createTransport, type SendMailOptions } from 'nodemailer';
import { SECOND } from '../../design/time/clock.ts';
import { DeliveryFault, type Email, type Transport } from './transport.ts';

/** A mail server answers within seconds or something is wrong; one message at a time waits for it, nothing else does. ms */
const PATIENCE = { connectionTimeout: 10 * SECOND, greetingTimeout: 10 * SECOND, socketTimeout: 30 * SECOND } as const;

function attachmentsOf({ qr, file }: Email): NonNullable<SendMailOptions['attachments']> {
  return [
    ...(qr
      ? [
          {
            ...{ filename: 'qr.png', content: Buffer.from(qr), contentType: 'image/png', cid: 'qr' },
            contentDisposition: 'inline' as const,
          },
        ]
      : []),
    // Bytes, not text: line ends of a VCA job stay as its standard has them.
    ...(file ? [{ filename: file.name, content: Buffer.from(file.text), contentType: 'text/plain; charset=utf-8' }] : []),
  ];
}

/** What nodemailer is handed; the same for the mail server and for the outbox folder. */
export const mailOf = (email: Email, from: string): SendMailOptions => ({
  from: { name: email.fromName, address: from },
  to: { name: '', address: email.to },
  subject: email.subject,
  text: email.text,
  html: email.html,
  messageId: email.id,
  date: new Date(email.at),
  // Nobody answers to a receipt, and an absent person's programme should not either (RFC 3834).
  headers: email.answered ? {} : { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  attachments: attachmentsOf(email),
  disableFileAccess: true,
  disableUrlAccess: true,
});

export interface SmtpSettings {
  /** `smtp://user:password@host:587`, `smtps://…`; the sender as `?from=chek@optika.ru`, else the user, where that is an address. */
  readonly url: string;
  /** Sender where the address names none. */
  readonly from: string;
}

/** The sender that `SMTP_URL` names. @throws TypeError where it is no address */
export function senderOf({ url, from }: SmtpSettings): string {
  const parsed = new URL(url);
  const user = decodeURIComponent(parsed.username);
  return parsed.searchParams.get('from') ?? (user.includes('@') ? user : from);
}

interface MailError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

/** Whose fault it is: the address's, the message's, or the service's (RFC 5321 §4.2, RFC 3463). */
export function faultOf(error: unknown): DeliveryFault {
  const { code = 'unknown', command = '', responseCode } = error as MailError;
  const why = responseCode === undefined ? code : `${command || code} ${responseCode}`;
  if (responseCode === undefined) return new DeliveryFault(code === 'EENVELOPE' ? 'address' : 'service', why);
  // Our own name, password or sender is not accepted: every other message would fare the same.
  if (!command.startsWith('RCPT') && !command.startsWith('DATA')) return new DeliveryFault('service', why);
  if (responseCode < 500) return new DeliveryFault('later', why);
  if (command.startsWith('RCPT') && [550, 551, 553].includes(responseCode)) return new DeliveryFault('address', why);
  // 552: the mailbox is full; it may be emptied.
  return new DeliveryFault(responseCode === 552 ? 'later' : 'refused', why);
}

/** Loopback is nobody's line: there a mail server without a certificate may take letters in the clear. */
const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.');

/** A mail server, never without TLS over a line: whoever strips STARTTLS would read password and addresses. A connection a message: receipts are few, and a kept one is found dead when it is needed. */
export function smtpTransport(settings: SmtpSettings): Transport<Email> {
  const url = new URL(settings.url);
  const from = senderOf(settings);
  url.searchParams.delete('from');
  return {
    via: 'smtp',
    async send(email, signal) {
      const transport = createTransport({ url: url.href, requireTLS: !isLoopback(url.hostname), ...PATIENCE });
      // The server stops: it waits for nobody's answer. What became of the letter is found out by sending it again.
      const stopped = Promise.withResolvers<never>();
      const stop = (): void => stopped.reject(Object.assign(new Error('stopped'), { code: 'STOPPED' }));
      signal.addEventListener('abort', stop, { once: true });
      try {
        await Promise.race([transport.sendMail(mailOf(email, from)), stopped.promise]);
      } catch (error) {
        throw faultOf(error);
      } finally {
        signal.removeEventListener('abort', stop);
        transport.close();
      }
    },
  };
}
