import { late } from '../../shell/late.ts';
import type { EmulatedTerminalDeps } from './emulated-terminal.ts';
import type { Terminal } from './terminal.ts';

/** The emulated terminal as a piece that comes with the first card of the demo. Until it is here an operation is unknown, as with a dead line. */
export function lateEmulatedTerminal(deps: EmulatedTerminalDeps): Terminal {
  const piece = late(async () => (await import('./emulated-terminal.ts')).createEmulatedTerminal(deps));
  const asked = <T>(work: (terminal: Terminal) => Promise<T>) =>
    piece
      .open()
      .then(work)
      .catch(() => ({ outcome: 'unknown', code: 'not-loaded' }) as const);
  return {
    id: 'emulated',
    answers: true,
    charge: (of) => asked((terminal) => terminal.charge(of)),
    refund: (of) => asked((terminal) => terminal.refund(of)),
    status: (of) => asked((terminal) => terminal.status(of)),
    reverse: (of) => asked((terminal) => terminal.reverse(of)),
  };
}
