/** How long (ms) the other tabs have to say that they sell. A frozen tab does not answer, and does not sell either. */
const ANSWER_WITHIN = 400;

type Message =
  | { readonly kind: 'release'; readonly release: number }
  | { readonly kind: 'selling?'; readonly ask: string }
  | { readonly kind: 'selling'; readonly ask: string };

/** A message reaches every tab but the one that sends it. */
export interface TabChannel {
  send(message: Message): void;
  listen(listener: (message: Message) => void): void;
  close(): void;
}

export function openTabChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name);
  return {
    send: (message) => channel.postMessage(message),
    listen(listener) {
      channel.onmessage = (event: MessageEvent<Message>) => listener(event.data);
    },
    close: () => channel.close(),
  };
}

export interface TabsDeps {
  readonly channel: TabChannel;
  /** When this program was built, epoch ms: the later one is the newer. */
  readonly release: number;
  readonly uuid: () => string;
  readonly wait: (ms: number) => Promise<void>;
  readonly isSelling: () => boolean;
  /** Another tab runs a newer program than this one. */
  readonly onNewer: () => void;
}

/** The tabs of one device among themselves: which program they run, and whether a sale is open in any of them. */
export class Tabs {
  private readonly deps: TabsDeps;
  private readonly refused = new Set<string>();

  constructor(deps: TabsDeps) {
    this.deps = deps;
    deps.channel.listen((message) => this.hear(message));
    deps.channel.send({ kind: 'release', release: deps.release });
  }

  /** Is a sale open in another tab? */
  async anySelling(): Promise<boolean> {
    const ask = this.deps.uuid();
    this.deps.channel.send({ kind: 'selling?', ask });
    await this.deps.wait(ANSWER_WITHIN);
    return this.refused.delete(ask);
  }

  close(): void {
    this.deps.channel.close();
  }

  private hear(message: Message): void {
    if (message.kind === 'selling?') {
      if (this.deps.isSelling()) this.deps.channel.send({ kind: 'selling', ask: message.ask });
    } else if (message.kind === 'selling') this.refused.add(message.ask);
    else if (message.release > this.deps.release) this.deps.onNewer();
    // An older tab has just been opened: it has not heard of us yet.
    else if (message.release < this.deps.release) this.deps.channel.send({ kind: 'release', release: this.deps.release });
  }
}
