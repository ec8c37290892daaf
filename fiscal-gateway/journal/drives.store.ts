import type { Journal } from './journal.ts';

export interface DriveRow {
  readonly fn: string;
  readonly registration_number: string;
  readonly serial: string;
  readonly adopted_at: number;
  readonly retired_at: number | null;
}

export type DrivesStore = ReturnType<typeof createDrivesStore>;

/** Fiscal drives this journal has worked with; one of them is not retired. Writers are called inside `journal.commit`. */
export function createDrivesStore({ db }: Journal) {
  const current = db.prepare('SELECT * FROM drives WHERE retired_at IS NULL ORDER BY adopted_at DESC LIMIT 1');
  const get = db.prepare('SELECT * FROM drives WHERE fn = ?');
  const retire = db.prepare('UPDATE drives SET retired_at = ? WHERE retired_at IS NULL AND fn <> ?');
  const adopt = db.prepare(`INSERT INTO drives (fn, registration_number, serial, adopted_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (fn) DO UPDATE SET retired_at = NULL, registration_number = excluded.registration_number, serial = excluded.serial`);
  const asDrive = (row: unknown): DriveRow | null => (row as DriveRow | undefined) ?? null;
  /** Asked several times a receipt, changed once in a drive's life. `undefined`: to be read. */
  let known: DriveRow | null | undefined;
  return {
    current(): DriveRow | null {
      // A first drive is never remembered as absent: its adoption may still be rolled back or under way.
      known ??= asDrive(current.get());
      return known;
    },
    find: (fn: string) => asDrive(get.get(fn)),
    /** Makes this the drive in use; the one before is retired. */
    adopt(drive: { fn: string; registrationNumber: string; serial: string }, at: number) {
      retire.run(at, drive.fn);
      adopt.run(drive.fn, drive.registrationNumber, drive.serial, at);
      known = undefined;
    },
  };
}
