import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KnownProduct } from '../../../design/import/checked-row.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { spoiledPriceList } from '../../../tests/import/generator/price-list.ts';
import { writeCsv, writeXlsx } from '../../../tests/import/generator/write-table.ts';
import type { CheckInput } from '../check-file.ts';
import { checkInProcess, outlineInProcess } from './check-in-process.ts';
import type { ReaderTask } from './messages.ts';
import { startReader } from './reader-child.ts';
import { readerAnswers } from './reader-process.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-reader-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = (path: string): Extract<ReaderTask, { what: 'check' }> => ({
  ...{ what: 'check', path, choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: null, today: '2026-11-21' },
});
const input = (path: string, known: CheckInput['known'] = noGoods): CheckInput => ({
  ...{ path, supplier: 'Оптика-Трейд', today: '2026-11-21', known },
  reading: { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES },
});
const known = (n: number): KnownProduct => ({
  ...{ sku: `OPT-${n}`, name: `Оправа ${n}`, brand: 'Vogue', kind: 'frame', category: 'Оправы', ean: null, price: 100_000 },
  ...{ vat: '22', cost: null, supplier: null, archived: false },
});
async function* noGoods(): AsyncGenerator<KnownProduct[]> {
  yield await Promise.resolve([]);
}
const SINK = { batch: () => Promise.resolve(), progress: () => Promise.resolve() };

/** The most memory that a process ever had, megabytes; 0 where it is gone. */
const peakOf = async (pid: number): Promise<number> =>
  Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
/** `T`: stopped. */
const stateOf = (pid: number): Promise<string> =>
  readFile(`/proc/${pid}/stat`, 'utf8').then((text) => /\) (\w)/.exec(text)?.[1] ?? '');
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Memory at the peak, as late as the process can be asked. Input is pulled by the process itself, so its end is after the catalogue. */
async function peakOfCheck(
  path: string,
  goods: CheckInput['known'] = noGoods,
): Promise<{ readonly peak: number; readonly rows: number }> {
  let [pid, peak, rows] = [0, 0, 0];
  for await (const answer of readerAnswers(check(path), { input: goods(), begun: (id) => (pid = id) })) {
    peak = Math.max(peak, await peakOf(pid).catch(() => 0));
    if (answer.kind === 'checked') rows = answer.counts.total_rows;
  }
  return { peak, rows };
}

const small = async (): Promise<string> => {
  const path = join(folder, 'small.csv');
  await writeFile(path, 'Артикул;Наименование;Цена\nA1;Оправа;100\nA2;Оправа;200\n');
  return path;
};

describe('the process that opens suppliers’ files', () => {
  it('tells what a file is, and a file’s own error by its code', async () => {
    expect((await outlineInProcess(await small())).sheets[0]!.rows).toBe(3);
    const page = join(folder, 'page.xls');
    await writeFile(page, '<html><table>');
    await expect(outlineInProcess(page)).rejects.toMatchObject({ code: 'IMPORT_FILE_HTML' });
    await expect(checkInProcess(input(page), SINK, new AbortController().signal)).rejects.toMatchObject({
      code: 'IMPORT_FILE_HTML',
    });
  });

  it('checks against the catalogue that it is handed, and tells of the supplier’s vanished articles', async () => {
    const product = (sku: string, price: number): KnownProduct => ({
      ...{ sku, name: 'Оправа', brand: '', kind: 'frame', category: 'Оправы', ean: null, price, vat: '22', cost: null },
      ...{ supplier: 'Оптика-Трейд', archived: false },
    });
    const skus: string[] = [];
    const result = await checkInProcess(
      input(await small(), async function* () {
        yield await Promise.resolve([product('A1', 9_500)]);
        yield [product('A9', 100)];
      }),
      { ...SINK, batch: ({ changes }) => Promise.resolve(void skus.push(...changes.map(({ sku, what }) => `${what} ${sku}`))) },
      new AbortController().signal,
    );
    expect(skus).toEqual(['update A1', 'create A2']);
    expect(result.vanished.map(({ sku }) => sku)).toEqual(['A9']);
    expect(result.counts).toMatchObject({ total_rows: 2, created: 1, updated: 1 });
  });

  it('a process that is killed is a stable error, and nothing of it is left', async () => {
    let pid = 0;
    const killed = readerAnswers(check(await small()), {
      begun: (id) => (pid = id),
      input: (async function* () {
        yield await Promise.resolve([]);
        process.kill(pid, 'SIGKILL');
      })(),
    });
    await expect(killed.next()).rejects.toMatchObject({ code: 'IMPORT_READER_STOPPED' });
    expect(isAlive(pid)).toBe(false);
  });

  it('a process that hangs without dying is ended after five minutes without a word, and each word begins them anew', async () => {
    const path = join(folder, 'hangs.csv');
    await writeCsv(path, spoiledPriceList(1, 30_000).table, ';', 'utf-8');
    const timers = new Set<{ readonly ms: number; readonly run: () => void }>();
    let [pid, begun] = [0, 0];
    const answers = readerAnswers(check(path), {
      begun: (id) => (pid = id),
      // So much catalogue that the pipe to the process is full while it hangs, too.
      input: (async function* () {
        for (let page = 0; page < 200; page += 1)
          yield await Promise.resolve(Array.from({ length: 500 }, (_, i) => known(page * 500 + i)));
      })(),
      after(ms, run) {
        begun += 1;
        const timer = { ms, run };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    });
    const first = await answers.next();
    expect(first.value).toMatchObject({ kind: 'batch' });
    // Nobody watches while it is us who take our time.
    expect([timers.size, begun]).toEqual([0, 1]);
    process.kill(pid, 'SIGSTOP');
    const rest = (async () => {
      for await (const answer of answers) expect(answer.kind).toBe('batch');
    })();
    rest.catch(() => undefined);
    // What it had said before it hung is read to its end.
    const ended = expect(rest).rejects.toMatchObject({ code: 'IMPORT_READER_HUNG' });
    let last = 0;
    await expect.poll(() => timers.size === 1 && last === (last = begun), { interval: 250, timeout: 60_000 }).toBe(true);
    expect([...timers].map(({ ms }) => ms)).toEqual([300_000]);
    for (const { run } of timers) run();
    await ended;
    expect(isAlive(pid)).toBe(false);
    expect(timers.size).toBe(0);
  });

  it('a process that dies while the catalogue is still handed to it is a stable error, and ends nothing else', async () => {
    let pid = 0;
    const killed = readerAnswers(check(await small()), {
      begun: (id) => (pid = id),
      input: (async function* () {
        yield await Promise.resolve([known(0)]);
        process.kill(pid, 'SIGSTOP');
        setTimeout(() => process.kill(pid, 'SIGKILL'), 200);
        for (let page = 0; page < 200; page += 1) yield Array.from({ length: 500 }, (_, i) => known(page * 500 + i));
      })(),
    });
    await expect(killed.next()).rejects.toMatchObject({ code: 'IMPORT_READER_STOPPED' });
  });

  it('a process that hangs before it has read its catalogue is ended as well', async () => {
    const timers: (() => void)[] = [];
    let pid = 0;
    const answers = readerAnswers(check(await small()), {
      begun: (id) => (pid = id),
      input: (async function* () {
        yield await Promise.resolve([known(0)]);
        process.kill(pid, 'SIGSTOP');
        for (let page = 0; page < 200; page += 1) yield Array.from({ length: 500 }, (_, i) => known(page * 500 + i));
      })(),
      after(_, run) {
        timers.push(run);
        return () => undefined;
      },
    });
    const next = answers.next();
    next.catch(() => undefined);
    await expect.poll(() => stateOf(pid), { timeout: 60_000 }).toBe('T');
    timers.forEach((run) => run());
    await expect(next).rejects.toMatchObject({ code: 'IMPORT_READER_HUNG' });
    expect(isAlive(pid)).toBe(false);
  });

  it('too much for its heap is a stable error', async () => {
    const path = join(folder, 'memory.xlsx');
    await writeXlsx(path, spoiledPriceList(1, 20_000).table);
    const answers = readerAnswers({ what: 'outline', path, choice: GUESS_ALL }, { take: () => startReader(8) });
    await expect(answers.next()).rejects.toMatchObject({ code: 'IMPORT_OUT_OF_MEMORY' });
  });

  it('an abort ends it at once, in the middle of a file', async () => {
    const path = join(folder, 'abort.csv');
    await writeCsv(path, spoiledPriceList(1, 5_000).table, ';', 'utf-8');
    const abort = new AbortController();
    let [pid, batches] = [0, 0];
    const read = (async () => {
      for await (const answer of readerAnswers(check(path), {
        signal: abort.signal,
        input: noGoods(),
        begun: (id) => (pid = id),
      })) {
        batches += 1;
        if (answer.kind === 'batch') abort.abort();
      }
    })();
    await expect(read).rejects.toThrow(/abort/i);
    expect(batches).toBeLessThan(11);
    expect(isAlive(pid)).toBe(false);
  });

  it('waits where nobody takes its answers: memory is not the file’s', async () => {
    const path = join(folder, 'slow.csv');
    await writeCsv(path, spoiledPriceList(1, 30_000).table, ';', 'utf-8');
    let pid = 0;
    const answers = readerAnswers(check(path), { input: noGoods(), begun: (id) => (pid = id) });
    await answers.next();
    expect((await answers.next()).value).toMatchObject({ kind: 'batch', done: 1_000, of: 30_001 });
    expect(isAlive(pid)).toBe(true);
    await answers.return(undefined);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('E-13: large files within bounded memory (≤ 300 MB above the base of the process)', () => {
  const ABOVE_BASE = 300;
  /** The machine may have other work. */
  const PATIENCE = 300_000;
  let base = 0;
  beforeAll(async () => {
    base = (await peakOfCheck(await small())).peak;
  });

  it(
    '100,000 rows of CSV against a catalogue of 20,000',
    async () => {
      const path = join(folder, 'large.csv');
      await writeCsv(path, spoiledPriceList(7, 100_000).table, ';', 'utf-8');
      const { peak, rows } = await peakOfCheck(path, async function* () {
        for (let page = 0; page < 10; page += 1) {
          yield await Promise.resolve(
            Array.from({ length: 2_000 }, (_, n): KnownProduct => {
              const sku = `OPT-${String(page * 2_000 + n + 1).padStart(6, '0')}`;
              const fixed = { brand: 'Vogue', kind: 'frame', category: 'Оправы', ean: null, vat: '22', cost: null } as const;
              return { sku, name: `Оправа ${sku}`, price: 100_000, supplier: null, archived: false, ...fixed };
            }),
          );
        }
      });
      expect(rows).toBe(100_000);
      expect(peak).toBeGreaterThan(base);
      expect(peak - base).toBeLessThan(ABOVE_BASE);
    },
    PATIENCE,
  );

  it(
    '49 MB of CSV in rows of 10 kB',
    async () => {
      const path = join(folder, 'wide.csv');
      const out = createWriteStream(path);
      out.write('Артикул;Наименование;Цена;Описание\n');
      const notes = 'описание '.repeat(550);
      for (let n = 0; n < 5_000; n += 1) {
        if (!out.write(`A${n};Оправа ${n};${100 + n};${notes}\n`)) await once(out, 'drain');
      }
      out.end();
      await once(out, 'finish');
      const { peak, rows } = await peakOfCheck(path);
      expect(rows).toBe(5_000);
      expect(peak).toBeGreaterThan(base);
      expect(peak - base).toBeLessThan(ABOVE_BASE);
    },
    PATIENCE,
  );

  it(
    'more than 50 MB of text, more than 100,000 rows: refused',
    async () => {
      const path = join(folder, 'over.csv');
      await writeFile(path, 'a;b\n'.repeat(14_000_000));
      await expect(outlineInProcess(path)).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_LARGE' });
      await writeFile(path, 'a;b\n'.repeat(100_100));
      await expect(outlineInProcess(path)).rejects.toMatchObject({ code: 'IMPORT_TOO_MANY_ROWS' });
    },
    PATIENCE,
  );
});
