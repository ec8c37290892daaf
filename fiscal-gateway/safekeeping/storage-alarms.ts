import type { Context } from '../context.ts';

/** A journal that cannot be written is said at once, and taken back as soon as a write succeeds: without waiting for the next look. */
export function watchStorage({ journal, alarms, log }: Pick<Context, 'journal' | 'alarms' | 'log'>): void {
  journal.onFault((fault) => {
    if (fault) log.error('journal_not_written', { fault });
    else log.warn('journal_written_again');
    if (fault !== 'broken') alarms.set('DISK_FULL', fault === 'full', { during: 'write' });
    if (fault !== 'full') alarms.set('JOURNAL_NOT_WRITABLE', fault === 'broken');
  });
}
