import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import leveldown, { type LevelDown } from 'leveldown';
import { readBodies } from './leveldb.reads.ts';

/** What PouchDB never asks of LevelDB: these files remember their handles, so that the engine can reach past PouchDB. */
export interface LevelFiles {
  /** Handed to PouchDB as its `db` option. */
  readonly factory: ((location: string) => LevelDown) & { destroy: typeof leveldown.destroy };
  /** An open database's LevelDB, to be read past PouchDB. @throws where it is not open */
  opened(location: string): LevelDown;
  /** Has the bodies of some documents of an open database lie ready for PouchDB; answers what forgets them. */
  ahead(location: string, ids: readonly string[]): Promise<() => void>;
  /** Rewrites an open database's files without what was overwritten and deleted. */
  compact(location: string): Promise<void>;
  /** Ids of the `_local` documents of an open database, which PouchDB itself cannot list. */
  localIds(location: string): Promise<string[]>;
}

/** Where PouchDB's adapter keeps `_local` documents: sublevel, then the id. */
const LOCAL_STORE = 'ÿlocal-storeÿ';

type Written = (error?: Error | null) => void;
type Write = (...args: unknown[]) => void;

/**
 * No write after one that the disk did not take. LevelDB leaves the torn record in its log and would go on behind it: what is written
 * there is acknowledged and read back, and gone at the next start, because reading the log ends at the torn record. (Seen: a disk full
 * for a moment, then 36 of 36 acknowledged sales lost with the next kill.) Opened anew, LevelDB sorts what is whole and begins another log.
 */
function refusingAfterFault(handle: LevelDown, failed: (error: Error) => void): LevelDown {
  const raw = handle as unknown as Record<'_put' | '_del' | '_batch', Write>;
  let fault: Error | null = null;
  for (const name of ['_put', '_del', '_batch'] as const) {
    const write = raw[name].bind(handle);
    raw[name] = (...args) => {
      const written = args.pop() as Written;
      if (fault) return process.nextTick(written, fault);
      write(...args, (error?: Error | null) => {
        if (error && !fault) failed((fault = error));
        // One that was under way beside it may lie behind the torn record.
        written(fault ?? error);
      });
    };
  }
  return handle;
}

type Got = (error: Error | null | undefined, value?: unknown) => void;
interface RawReads {
  _get(key: unknown, options: { readonly asBuffer: boolean }, got: Got): void;
  _getMany(
    keys: unknown[],
    options: { readonly asBuffer: boolean },
    got: (error?: Error | null, values?: unknown[]) => void,
  ): void;
}

/** Of what was read ahead. */
const IN_ONE_TURN = 50;

/**
 * PouchDB asks for what it holds of each document apart before it writes a bulk of them: what is asked for in one turn is read in one go.
 * (Measured: a tenth of the time of a bulk of new documents.)
 * @param ahead what was read already, by key
 */
function readingTogether(handle: LevelDown, ahead: ReadonlyMap<string, string>): LevelDown {
  const raw = handle as unknown as RawReads;
  const [one, many] = [raw._get.bind(handle), raw._getMany.bind(handle)];
  const apart = (asked: readonly Parameters<typeof one>[]): void => asked.forEach((each) => one(...each));
  let waiting: Parameters<typeof one>[] = [];
  let served = 0;
  function read(): void {
    const asked = waiting;
    waiting = [];
    const asBuffer = asked[0]![1].asBuffer;
    if (asked.length === 1 || asked.some(([, options]) => options.asBuffer !== asBuffer)) return apart(asked);
    const keys = asked.map(([key]) => key);
    many(keys, { asBuffer }, (error, values) => {
      // One that cannot be read must not make the others look as if they were not there.
      if (error) return apart(asked);
      for (const [place, [, , got]] of asked.entries()) {
        const value = values![place];
        if (value === undefined) got(new Error('NotFound'));
        else got(null, value);
      }
    });
  }
  raw._get = (...asked) => {
    const [key, { asBuffer }, got] = asked;
    const known = asBuffer ? undefined : ahead.get(String(key));
    if (known !== undefined) {
      // Compaction asks for one after another: hundreds of them in one turn would keep others waiting.
      const answer = (): void => got(null, known);
      return void ((served += 1) % IN_ONE_TURN === 0 ? setImmediate(answer) : process.nextTick(answer));
    }
    if (waiting.push(asked) === 1) queueMicrotask(read);
  };
  return handle;
}

/** @param failed told once of each opened database whose disk did not take a write: it takes no more until it is opened anew */
export function createLevelFiles(failed: (location: string, error: Error) => void = () => undefined): LevelFiles {
  const handles = new Map<string, LevelDown>();
  const aheads = new WeakMap<LevelDown, Map<string, string>>();
  function opticsLeveldown(location: string): LevelDown {
    const ahead = new Map<string, string>();
    const handle = readingTogether(
      refusingAfterFault(leveldown(location), (error) => failed(location, error)),
      ahead,
    );
    aheads.set(handle, ahead);
    handles.set(location, handle);
    return handle;
  }
  opticsLeveldown.destroy = leveldown.destroy.bind(leveldown);
  const opened = (location: string): LevelDown => {
    const handle = handles.get(location);
    if (handle?.status !== 'open') throw new Error('the database is not open');
    return handle;
  };
  return {
    factory: opticsLeveldown,
    opened,
    async ahead(location, ids) {
      const handle = opened(location);
      const bodies = await readBodies(handle, ids);
      const ahead = aheads.get(handle)!;
      for (const [key, text] of bodies) ahead.set(key, text);
      return () => {
        for (const key of bodies.keys()) ahead.delete(key);
      };
    },
    compact: (location) =>
      new Promise((resolve, reject) => {
        opened(location).compactRange('\x00', '\uffff', (error) => (error ? reject(error) : resolve()));
      }),
    async localIds(location) {
      const iterator = opened(location).iterator({
        gt: LOCAL_STORE,
        lt: `${LOCAL_STORE}\uffff`,
        values: false,
        keyAsBuffer: false,
      });
      try {
        const found: string[] = [];
        for (;;) {
          const key = await new Promise<string | undefined>((resolve, reject) => {
            iterator.next((error, next) => (error ? reject(error) : resolve(next)));
          });
          if (key === undefined) return found;
          found.push(key.slice(LOCAL_STORE.length));
        }
      } finally {
        await new Promise<void>((resolve) => iterator.end(() => resolve()));
      }
    },
  };
}

/** Forces one file or folder to the disk. */
export type ForceFile = (path: string) => Promise<void>;

/** `fsync`; a file that LevelDB has just replaced by a sorted (and forced) one is none of ours any more. */
export const forceFile: ForceFile = async (path) => {
  let file;
  try {
    file = await open(path, path.endsWith('.log') ? 'r+' : 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EISDIR'))) return;
    throw error;
  }
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/**
 * Puts on the disk what was written to a LevelDB folder so far. LevelDB forces its sorted files and manifest itself, but a log only when
 * a write asks for it, and never an older log that such a write does not go to: when 2 MB have filled one log, the next begins, and until
 * the first has been sorted a forced write to the second would survive a power cut that the first does not. So every log there is is forced.
 */
export async function forceFolder(location: string, force: ForceFile = forceFile): Promise<void> {
  const logs = (await readdir(location).catch(() => [])).filter((name) => name.endsWith('.log'));
  for (const name of logs) await force(join(location, name));
  await force(location);
  await force(dirname(location));
}
