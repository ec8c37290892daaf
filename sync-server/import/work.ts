import type { ImportJob } from '../../design/import/job.ts';
import { CATALOG, PRODUCTS } from '../../design/databases.ts';
import { goesOnByItself, holdsCatalogue, isConfirmedAhead } from '../../design/import/job-steps.ts';
import { DAY, SECOND } from '../../design/time/clock.ts';
import type { Job } from '../jobs.ts';
import { reasonOf } from '../log.ts';
import { mayTakeTurn } from './hold.ts';
import { createPatience, type Waiting } from './patience.ts';
import { createWorkQueue, type Priority } from './queue.ts';
import { createTasks, type TaskDeps } from './tasks.ts';
import { KEEP_IMPORTS, type Uploads } from './uploads.store.ts';

export interface ImportWork extends Job {
  /** Something about a job was written: what comes next? */
  look(id: string, priority?: Priority): void;
  /** Ends the check of a job that was called off. */
  abort(id: string): void;
  waiting(): number;
  /** Jobs whose work fails again and again. */
  failing(): readonly Waiting[];
}

const LOOK_EVERY = SECOND;
/** Jobs that another server's pages began are found so. */
const SCAN_EVERY = 60 * SECOND;

/** Is anything left to do for the job now or later? */
const isOpen = (job: ImportJob): boolean => goesOnByItself(job) || job.announced.length > 0;
const isToUndo = ({ state, undo }: ImportJob): boolean => state === 'done' && undo !== null;

/**
 * Carries jobs on: begun checks begin again after a restart, what was decided is carried through, what is due becomes active. Runs where the
 * lease of the jobs is held.
 */
export function startImportWork(
  deps: TaskDeps & { readonly uploads: Uploads; readonly changed: (id: string) => void },
): ImportWork {
  const { clock, log, store } = deps;
  const tasks = createTasks(deps);
  const patience = createPatience(clock);
  const queue = createWorkQueue((key, error) => {
    const { tries } = patience.failed(key);
    log('error', 'import-work-failed', { job: key, why: reasonOf(error), tries });
    void tasks.tell(key).catch((why: unknown) => log('error', 'import-work-failed', { job: key, why: reasonOf(why) }));
  });
  /** Jobs that are looked at each second, and when each is due (0: now). */
  const open = new Map<string, number>();
  /** Counts what happens to articles and to the shops' prices. */
  let changes = 0;
  const unwatch = deps.engine.watch((name) => {
    if (name === PRODUCTS || name === CATALOG) changes += 1;
  });
  /** Jobs whose prices went ahead, by the count as it stood then: after a change they are looked at once more. */
  const announcing = new Map<string, number>();
  let [scanned, tidied, stopped] = [0, 0, false];
  let looking: Promise<void> = Promise.resolve();

  async function next(id: string, priority: Priority): Promise<void> {
    const job = await store.get(id);
    if (!isOpen(job)) {
      open.delete(id);
      patience.ended(id);
      return;
    }
    open.set(id, job.due ?? 0);
    if (!patience.mayTry(id)) return;
    // What failed is tried again at a later look, not at once.
    const then = (work: Promise<void>): Promise<void> =>
      work.then(() => {
        patience.ended(id);
        deps.changed(id);
        // Others may have waited for the end of this one.
        lookAtAll();
      });
    const isDue = (job.due ?? 0) <= clock.now();
    const changesCatalogue = (job.state === 'scheduled' && isDue) || holdsCatalogue(job.state) || isToUndo(job);
    if (changesCatalogue && !(await mayTakeTurn(deps.engine, id))) return;
    if (job.state === 'checking') queue.add('files', id, priority, (signal) => then(tasks.check(id, signal)));
    else if (isConfirmedAhead(job)) queue.add('files', id, priority, () => then(deps.checked(id)));
    else if (job.state === 'applying' || (job.state === 'scheduled' && isDue)) {
      queue.add('catalogue', id, job.state === 'applying' ? 'critical' : priority, () => then(tasks.apply(id)));
    } else if (job.state === 'undoing' || isToUndo(job)) {
      queue.add('catalogue', id, 'critical', () => then(tasks.undo(id)));
    } else if (job.state === 'scheduled') {
      if (announcing.get(id) !== changes) {
        announcing.set(id, changes);
        const announce = (): Promise<void> =>
          tasks.announce(id).catch((error: unknown) => {
            announcing.delete(id);
            throw error;
          });
        queue.add('catalogue', id, priority, () => then(announce()));
      }
    } else queue.add('catalogue', id, 'low', () => tasks.withdraw(id).then(() => patience.ended(id)));
  }

  function look(id: string, priority: Priority = 'default'): void {
    if (stopped) return;
    looking = looking
      .then(() => (stopped ? undefined : next(id, priority)))
      .catch((error: unknown) => log('error', 'import-work-failed', { job: id, why: reasonOf(error) }));
  }

  /** What is due earlier goes first: of two times that passed while the server was off, too. */
  function lookAtAll(): void {
    for (const [id] of [...open].sort(([, a], [, b]) => a - b)) look(id);
  }

  async function scan(): Promise<void> {
    scanned = clock.now();
    for (const job of await store.all()) if (isOpen(job)) open.set(job._id, job.due ?? 0);
    lookAtAll();
    if (clock.now() - tidied < DAY) return;
    tidied = clock.now();
    await deps.uploads.tidy(tidied);
    for (const job of await store.all()) if (!isOpen(job) && tidied - job.made > KEEP_IMPORTS) await store.clear(job._id, 'logs');
  }
  const scanning = (): Promise<void> =>
    scan().catch((error: unknown) => log('error', 'import-work-failed', { why: reasonOf(error) }));

  const first = scanning();
  const timer = setInterval(() => {
    if (clock.now() - scanned >= SCAN_EVERY) void scanning();
    lookAtAll();
  }, LOOK_EVERY);
  timer.unref();

  return {
    look,
    abort: (id) => queue.abort(id),
    waiting: () => queue.waiting('files'),
    failing: () => patience.all(),
    async settled() {
      await first;
      await scan();
      // A check, its activation and what follows: each is found when the one before has ended.
      for (let round = 0; round < 4; round += 1) {
        await looking;
        await queue.idle();
      }
    },
    async stop() {
      stopped = true;
      unwatch();
      clearInterval(timer);
      await first;
      await looking;
      await queue.stop();
    },
  };
}
