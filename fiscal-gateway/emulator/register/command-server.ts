import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Device } from './device.ts';
import { command } from './commands.ts';
import type { Answer } from './commands.ts';

/** One request is a line; a longer one is no command. */
const LONGEST_LINE = 1_000_000;

export interface CommandServer {
  readonly server: Server;
  /** Drops every line at once. */
  readonly reset: () => void;
}

/** The command port: newline-delimited JSON, one request → one answer, all connections through the one device. */
export function createCommandServer(device: Device): CommandServer {
  const sockets = new Set<Socket>();
  const reset = (): void => sockets.forEach((socket) => socket.resetAndDestroy());

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.setEncoding('utf8');
    let rest = '';
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) socket.destroy();
      for (const line of lines) void serve(line, socket);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });

  async function serve(line: string, socket: Socket): Promise<void> {
    const request = parse(line);
    if ('ok' in request) {
      send(socket, [request]);
      return;
    }
    const delivery = await device.execute(request.id, request.order);
    if (delivery.line === 'all-reset') reset();
    else if (delivery.line === 'reset') socket.resetAndDestroy();
    else send(socket, delivery.answers);
  }

  return { server, reset };
}

function send(socket: Socket, answers: readonly Answer[]): void {
  if (socket.writable && answers.length > 0) socket.write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
}

type Parsed = { readonly id: number; readonly order: ReturnType<typeof command.parse> } | Answer;

function parse(line: string): Parsed {
  let raw: { id?: unknown } | null;
  try {
    raw = JSON.parse(line) as { id?: unknown } | null;
  } catch {
    raw = null;
  }
  const id = typeof raw?.id === 'number' ? raw.id : 0;
  const order = command.safeParse(raw);
  if (order.success) return { id, order: order.data };
  const message = order.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return { id, ok: false, error: { reason: 'refused', deviceCode: '33', message } };
}
