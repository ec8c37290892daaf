import type { Context } from '../context.ts';

const KEY = 'buffer-capacity';

/**
 * How many undelivered receipts the till may hold: what an administrator set at runtime (requirements B-47, an emergency measure), else
 * what the surroundings say. Kept in the journal, so it survives a restart.
 */
export function bufferCapacity({ stores, config }: Pick<Context, 'stores' | 'config'>): number {
  return stores.settings.read<number>(KEY) ?? config.capacity;
}

export interface CapacityChange {
  readonly capacity: number;
  readonly reason: string;
  /** Staff id of who decided. */
  readonly by: string;
}

/** Sets it for good and says so in the event journal. Resolves with the value before. */
export function setBufferCapacity(
  { journal, stores, config, clock, events, log }: Context,
  change: CapacityChange,
): Promise<number> {
  const { capacity, reason, by } = change;
  const changed = journal.commit(() => {
    const before = bufferCapacity({ stores, config });
    stores.settings.write(KEY, capacity);
    const details = { from: before, to: capacity, by, reason };
    stores.log.append(clock.now(), 'WARN', 'buffer_capacity_changed', null, `${before} → ${capacity}`, details);
    return before;
  });
  return changed.then((before) => {
    log.warn('buffer_capacity_changed', { from: before, to: capacity });
    events.emit({ type: 'buffer' });
    return before;
  });
}
