import { connect, createServer, type Server, type Socket } from 'node:net';

export type LineState = 'up' | 'cut' | 'silent';

/**
 * The internet between the shop and the sync server: a TCP proxy. `cut` refuses and resets as a dead router does; `silent` keeps what is
 * open and accepts more, and passes nothing (a half-open connection). `context.setOffline` would cut the gateway on 127.0.0.1 as well.
 */
export class NetworkLine {
  readonly port: number;
  readonly target: number;
  #state: LineState = 'up';
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  constructor(port: number, target: number) {
    this.port = port;
    this.target = target;
  }

  get state(): LineState {
    return this.#state;
  }

  async open(): Promise<void> {
    const server = createServer((near) => this.#join(near));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: this.port, host: '127.0.0.1' }, () => resolve());
    });
  }

  set(state: LineState): void {
    this.#state = state;
    if (state !== 'silent') {
      this.#reset();
      return;
    }
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  async close(): Promise<void> {
    this.#reset();
    const server = this.#server;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  #join(near: Socket): void {
    if (this.#state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    this.#keep(near);
    if (this.#state === 'silent') return;
    const far = connect({ port: this.target, host: '127.0.0.1' });
    this.#keep(far);
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }
}
