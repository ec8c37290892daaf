import type { Journal } from './journal.ts';

export interface DriveRow {
  readonly fn: string;
  readonly registration_number: string;
  readonly serial: string;
  readonly adopted_at: number;
  readonly retired_at: number | null;
  /** Of the user (tag 1018) and of the operator (tag 1046), where the register says them. */
  readonly inn: string | null;
  readonly ofd_name: string | null;
}

/** What a register says of its registration. */
export interface Registration {
  readonly fn: string;
  readonly registrationNumber: string;
  readonly serial: string;
  readonly inn?: string | null;
  readonly ofdName?: string | null;
}

export type DrivesStore = ReturnType<typeof createDrivesStore>;

/** Fiscal drives this journal has worked with; one of them is not retired. Writers are called inside `journal.commit`. */
export function createDrivesStore({ db }: Journal) {
  const current = db.prepare('SELECT * FROM drives WHERE retired_at IS NULL ORDER BY adopted_at DESC LIMIT 1');
  const get = db.prepare('SELECT * FROM drives WHERE fn = ?');
  const retire = db.prepare('UPDATE drives SET retired_at = ? WHERE retired_at IS NULL AND fn <> ?');
  const adopt =
    db.prepare(`INSERT INTO drives (fn, registration_number, serial, inn, ofd_name, adopted_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (fn) DO UPDATE SET retired_at = NULL, registration_number = excluded.registration_number, serial = excluded.serial,
      inn = excluded.inn, ofd_name = excluded.ofd_name`);
  const learn = db.prepare('UPDATE drives SET inn = ?, ofd_name = ? WHERE fn = ?');
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
    adopt({ fn, registrationNumber, serial, inn = null, ofdName = null }: Registration, at: number) {
      retire.run(at, fn);
      adopt.run(fn, registrationNumber, serial, inn, ofdName, at);
      known = undefined;
    },
    /** The same drive says more of its registration than before, or something else. */
    learn({ fn, inn = null, ofdName = null }: Registration) {
      learn.run(inn, ofdName, fn);
      known = undefined;
    },
  };
}
