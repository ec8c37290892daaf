import type { AlarmCode } from '../../design/fiscal/alarms.ts';
import { isAlarmCode } from '../../design/fiscal/alarms.ts';
import type { Journal } from './journal.ts';

export interface AlarmRow {
  readonly code: AlarmCode;
  readonly since: number;
  readonly details: Readonly<Record<string, unknown>>;
}

export type AlarmsStore = ReturnType<typeof createAlarmsStore>;

/** Writers are called inside `journal.commit`. */
export function createAlarmsStore({ db }: Journal) {
  const all = db.prepare('SELECT code, since, details FROM alarms');
  const put = db.prepare(`INSERT INTO alarms (code, since, details) VALUES (?, ?, ?)
    ON CONFLICT (code) DO UPDATE SET details = excluded.details`);
  const drop = db.prepare('DELETE FROM alarms WHERE code = ?');
  return {
    all: (): AlarmRow[] =>
      all.all().flatMap(({ code, since, details }) =>
        // A code of a newer or older program stands for nothing here.
        isAlarmCode(code)
          ? [{ code, since: Number(since), details: JSON.parse(String(details)) as Record<string, unknown> }]
          : [],
      ),
    raise: (code: AlarmCode, since: number, details: Readonly<Record<string, unknown>>) =>
      put.run(code, since, JSON.stringify(details)),
    clear: (code: AlarmCode) => drop.run(code),
  };
}
