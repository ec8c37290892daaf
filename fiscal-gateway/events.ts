/** What changed; listeners read the new state themselves. `receipt` names the receipt. `queue`: something waits for the operator. */
export type GatewayEvent =
  | { readonly type: 'receipt'; readonly id: string }
  | { readonly type: 'buffer' }
  | { readonly type: 'shift' }
  | { readonly type: 'lock' }
  | { readonly type: 'queue' }
  | { readonly type: 'copy' }
  /** A token counts no more (its hash): whoever listens with it is let go. */
  | { readonly type: 'revoked'; readonly token: string }
  /** The process shall end in good order; `power`: the battery of the PC ends. */
  | { readonly type: 'stop'; readonly reason: 'asked' | 'power' };

export interface Events {
  emit(event: GatewayEvent): void;
  /** Returns how to stop listening. A listener must not throw. */
  on(listener: (event: GatewayEvent) => void): () => void;
}

export function createEvents(): Events {
  const listeners = new Set<(event: GatewayEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
