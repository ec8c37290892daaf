import { CHANNELS } from '../../design/documents/sending.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { ServerClock } from '../admin/clock.part.ts';
import type { Rooms } from '../rooms.ts';

/** Figures that the rooms of the server are asked for whenever Prometheus comes. */
export function observeRooms(rooms: Rooms, clock: Clock, machineClock: ServerClock | undefined): void {
  const { metrics, intake, refusals, devices, conflicts, messages, imports } = rooms;
  const { observe } = metrics;
  observe('optics_sync_journal_waiting', 'Sales that their tills have not delivered yet', () => intake.waiting());
  observe('optics_sync_device_refusals', 'Documents that devices hold back because they were refused', () =>
    refusals.list().reduce((sum, { count }) => sum + count, 0),
  );
  observe('optics_sync_devices', 'Paired devices', () => devices.list().filter((d) => d.revoked === null).length);
  observe('optics_sync_conflicts_open', 'Conflicts that nobody has looked at', async () => (await conflicts.list()).length);
  observe('optics_sync_messages_waiting', 'Electronic receipts that are to go out', () =>
    CHANNELS.reduce((sum, channel) => sum + (messages.desk()?.waiting(channel) ?? 0), 0),
  );
  observe('optics_sync_messages_dead', 'Electronic receipts that did not go out', () => messages.desk()?.dead().length ?? 0);
  observe('optics_sync_clock_not_believed', '1 while the clock of this machine is not believed', () =>
    (machineClock?.trust() ?? 'right') === 'right' ? 0 : 1,
  );
  observe('optics_sync_imports_failing', 'Imports whose work fails and is tried again', () => imports.failing().length);
  observe('optics_sync_import_failing_seconds', 'How long the oldest of them has been failing', () =>
    Math.max(0, ...imports.failing().map(({ since }) => (clock.now() - since) / 1_000)),
  );
}
