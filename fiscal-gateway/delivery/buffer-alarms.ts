import { bufferLevel, DEAD_LETTERS_MANY } from '../../design/fiscal/limits.ts';
import type { Context } from '../context.ts';
import { bufferCapacity } from './capacity.ts';

/**
 * The thresholds of the buffer (requirements H-10, L-07, L-12), looked at whenever the queue changed and not when somebody asks. Once a
 * turn of the event loop: a busy till changes it hundreds of times a second. Returns how to stop.
 */
export function watchBuffer(context: Context): () => void {
  const { stores, alarms, events, log } = context;

  function look(): void {
    const capacity = bufferCapacity(context);
    const queued = stores.documents.waitingReceipts();
    context.standing.bufferSize = queued;
    const level = bufferLevel(queued, capacity);
    const dead = stores.documents.deadCount();
    alarms.set('BUFFER_WARNING', level === 'warning', { queued, capacity });
    alarms.set('BUFFER_CRITICAL', level === 'critical', { queued, capacity });
    alarms.set('BUFFER_FULL', level === 'full', { queued, capacity });
    // Every dead letter is a printed receipt that the operator has not got.
    alarms.set('DEAD_LETTERS', dead > 0 && dead <= DEAD_LETTERS_MANY, { dead });
    alarms.set('DEAD_LETTERS_MANY', dead > DEAD_LETTERS_MANY, { dead });
  }

  let due: NodeJS.Immediate | null = null;
  const soon = (): void => {
    due ??= setImmediate(() => {
      due = null;
      try {
        look();
      } catch (error) {
        log.error('buffer_not_watched', { message: String(error) });
      }
    });
  };
  const off = events.on(({ type }) => {
    if (type === 'buffer' || type === 'queue') soon();
  });
  soon();
  return () => {
    off();
    if (due) clearImmediate(due);
  };
}
