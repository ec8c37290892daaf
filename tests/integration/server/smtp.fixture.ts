import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A letter as it arrived: who it is for, and every byte of it. */
export interface Letter {
  readonly to: string;
  readonly from: string;
  readonly raw: string;
}

/** How the next letters fare: another answer to the recipient, none at all to the letter's end. */
export interface Mood {
  readonly rcpt?: string;
  readonly silent?: boolean;
}

export interface SmtpServer {
  readonly url: string;
  readonly letters: Letter[];
  mood: Mood;
  /** Resolves when that many letters have arrived whole. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Just enough of RFC 5321 on a loopback port to receive what nodemailer sends. */
export async function smtpServer(): Promise<SmtpServer> {
  const letters: Letter[] = [];
  const sockets = new Set<Socket>();
  let waiting: (() => void)[] = [];
  const state: { mood: Mood } = { mood: {} };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    const say = (line: string) => socket.write(`${line}\r\n`);
    let [text, from, to, inData] = ['', '', '', false];

    function end(raw: string): void {
      letters.push({ to, from, raw });
      for (const look of waiting) look();
      if (!state.mood.silent) say('250 2.0.0 taken');
    }
    function command(line: string): void {
      const word = line.slice(0, 4).toUpperCase();
      if (word === 'EHLO') return void (say('250-loopback'), say('250 8BITMIME'));
      if (word === 'MAIL') from = /<(.*?)>/.exec(line)?.[1] ?? '';
      if (word === 'RCPT') {
        to = /<(.*?)>/.exec(line)?.[1] ?? '';
        return void say(state.mood.rcpt ?? '250 2.1.5 ok');
      }
      if (word === 'DATA') {
        inData = true;
        return void say('354 go on');
      }
      if (word === 'QUIT') return void socket.end('221 bye\r\n');
      say('250 ok');
    }

    say('220 loopback ESMTP');
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      for (;;) {
        const mark = inData ? '\r\n.\r\n' : '\r\n';
        const at = text.indexOf(mark);
        if (at < 0) return;
        const part = text.slice(0, at);
        text = text.slice(at + mark.length);
        if (inData) {
          inData = false;
          end(part);
        } else command(part);
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}?from=${encodeURIComponent('chek@optika.ru')}`,
    letters,
    get mood() {
      return state.mood;
    },
    set mood(next) {
      state.mood = next;
    },
    arrived: (count) =>
      new Promise((done) => {
        const look = (): void => {
          if (letters.length < count) return;
          waiting = waiting.filter((one) => one !== look);
          done();
        };
        waiting.push(look);
        look();
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The decoded parts of a letter by their type: quoted-printable and base64, nested or not. */
export function partsOf(raw: string): ReadonlyMap<string, { head: string; body: Buffer }> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  const body = rest.join('\r\n\r\n');
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(unfolded)?.[1];
  if (boundary) {
    const inner = body.split(`--${boundary}`).slice(1, -1);
    return new Map(inner.flatMap((part) => [...partsOf(part.replace(/^\r\n/, ''))]));
  }
  const type = /content-type:\s*([\w/-]+)/i.exec(unfolded)?.[1] ?? 'text/plain';
  const encoding = /content-transfer-encoding:\s*([\w-]+)/i.exec(unfolded)?.[1] ?? '7bit';
  const decoded =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(
          encoding === 'quoted-printable'
            ? body
                .replace(/=\r\n/g, '')
                .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
            : body,
          'latin1',
        );
  return new Map([[type, { head: unfolded, body: decoded }]]);
}
