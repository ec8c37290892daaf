import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** How a connection ends: politely, with a reset, or by nothing more coming out of it. */
export type WireEnd = 'end' | 'reset' | 'silence';

export interface Break {
  /** Bytes that this connection carries one way before it breaks. */
  readonly bytes: number;
  readonly way: 'up' | 'down';
  readonly end: WireEnd;
}

/** A wire below HTTP: it knows bytes and connections, and breaks those that it is told to. */
export class Wire {
  broken = 0;
  private readonly target: URL;
  private readonly next: () => Break | null;
  private readonly onSilence: () => void;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.carry(socket));

  private constructor(target: string, next: () => Break | null, onSilence: () => void) {
    this.target = new URL(target);
    this.next = next;
    this.onSilence = onSilence;
  }

  /** @param next what becomes of the next connection; `null`: it holds */
  static async start(target: string, next: () => Break | null, onSilence: () => void): Promise<Wire> {
    const wire = new Wire(target, next, onSilence);
    wire.server.listen(0, '127.0.0.1');
    await once(wire.server, 'listening');
    return wire;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private carry(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    const plan = this.next();
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => null);
      socket.on('close', () => this.sockets.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    let left = plan?.bytes ?? Infinity;
    const pass = (from: Socket, to: Socket, way: Break['way']): void => {
      from.on('data', (chunk: Uint8Array) => {
        if (left <= 0) return;
        if (plan?.way !== way) return void to.write(chunk);
        const some = chunk.subarray(0, left);
        left -= some.length;
        to.write(some, () => {
          if (left <= 0) this.snap(near, far, plan.end);
        });
      });
    };
    pass(near, far, 'up');
    pass(far, near, 'down');
  }

  private snap(near: Socket, far: Socket, end: WireEnd): void {
    this.broken += 1;
    if (end === 'silence') return this.onSilence();
    if (end === 'reset') near.resetAndDestroy();
    else near.end();
    far.destroy();
  }
}
