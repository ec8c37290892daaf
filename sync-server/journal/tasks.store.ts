import { z } from 'zod';
import { JOURNAL } from '../../design/databases.ts';
import { rangeOf } from '../../design/ids.ts';
import type { Engine } from '../engine/engine.ts';

/** Work on a journal row that waits for its time: `journal-task:<row>`. Survives a restart. */
export interface Task {
  readonly row: string;
  readonly due: number;
}

const shape = z.object({ _id: z.string(), _rev: z.string(), row: z.string(), due: z.number() });

export interface Tasks {
  /** Sets (or moves) the time of a row's work. */
  set(task: Task): Promise<void>;
  done(row: string): Promise<void>;
  /** Looks at what is stored: another server may have set and done some. */
  reload(): Promise<void>;
  due(now: number): Task[];
  count(): number;
}

export async function createTasks(engine: Engine): Promise<Tasks> {
  const journal = await engine.open(JOURNAL);
  const tasks = new Map<string, Task & { rev: string }>();
  async function reload(): Promise<void> {
    const docs = await journal.range(rangeOf('journal-task'));
    tasks.clear();
    for (const doc of docs) {
      const known = shape.safeParse(doc);
      if (known.success) tasks.set(known.data.row, { row: known.data.row, due: known.data.due, rev: known.data._rev });
    }
  }
  await reload();
  const idOf = (row: string): string => `journal-task:${row}`;

  return {
    async set({ row, due }) {
      const rev = tasks.get(row)?.rev;
      const doc = { _id: idOf(row), type: 'journal-task', schema: 1, row, due, ...(rev === undefined ? {} : { _rev: rev }) };
      const written = await journal.put(doc);
      if (written.ok) tasks.set(row, { row, due, rev: written.rev! });
    },
    async done(row) {
      const task = tasks.get(row);
      if (!task) return;
      await journal.put({ _id: idOf(row), _rev: task.rev, _deleted: true });
      tasks.delete(row);
    },
    reload,
    due: (now) => [...tasks.values()].filter((task) => task.due <= now),
    count: () => tasks.size,
  };
}
