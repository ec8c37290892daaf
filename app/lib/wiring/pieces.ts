import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { diagnosticFacts } from '../diagnostics/diagnostic-facts.ts';
import type { FeedbackModel } from '../feedback/feedback.model.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import { late } from '../shell/late.ts';
import type { Till } from './till.ts';

type Shown = Omit<Parameters<typeof diagnosticFacts>[0], keyof Till>;
type Parts = Shown &
  Pick<OpticsDeps, 'cart' | 'catalogue' | 'stock' | 'history' | 'scanner'> & { readonly feedback: FeedbackModel };

/** Parts that load when somebody first opens them (docs/decisions/0022), with what the rest of the program lends to them. */
export function createPieces(till: Till, parts: Parts) {
  const { databases, clock, device, people, thisDevice } = till;
  const { sync, feedback, cart, catalogue, stock, history, scanner } = parts;
  // Asked for as `piece.…`: taken apart by names, each of them costs the first load 40 bytes more.
  const dashboard = late(() =>
    import('../dashboard/dashboard.store.svelte.ts').then((piece) => {
      const board = new piece.DashboardStore({ databases, device, now: () => clock.now, lastSync: () => sync.lastSync });
      void board.load();
      return board;
    }),
  );
  const connection = late(() => import('../connection/create-connection.ts').then((piece) => piece.createConnection(till)));
  const optics = late(() =>
    import('../optics/create-optics.ts').then((piece) =>
      piece.createOptics({
        ...{ ...till, cart, catalogue, stock, history, scanner },
        random: Math.random,
        who: () => people.current && { id: people.current._id, name: people.current.name },
        can: (action) => people.can(action),
      }),
    ),
  );
  return {
    ...{ dashboard, connection, optics },
    diagnostics: {
      // Wanted once in a while: no part of what a till loads to sell.
      collect: () =>
        import('../diagnostics/create-diagnostics.ts').then((piece) =>
          piece.createDiagnostics(till, { ...till, ...parts, device: thisDevice }).collect(),
        ),
    },
    /** Goes to the order whose paper was scanned. Rejects where the orders cannot be fetched or read. */
    async openOrder(code: string): Promise<void> {
      const [{ orders }, piece] = await Promise.all([optics.open(), import('../orders/order-of-ticket.ts')]);
      const id = await piece.orderOfTicket(orders, code);
      if (id === null) feedback.signal('not-found');
      else await goto(resolve(`/orders?id=${encodeURIComponent(id)}`));
    },
  };
}
