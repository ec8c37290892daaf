import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../design/errors.office.ts';
import { IMPORTS } from '../../design/databases.ts';
import { PIECE_CHANGES, type ImportJob } from '../../design/import/job.ts';
import { QUEUE_ROOM } from '../../design/import/limits.ts';
import { DAY } from '../../design/time/clock.ts';
import type { CheckFile } from './check-file.ts';
import { checkOf, createBench, importNow, priceChange, productOf, READING, type Bench } from './import.fixture.ts';

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await bench.fill([productOf('P-1')]);
});
afterEach(() => bench.end());

type Program = ReturnType<Bench['program']>;
const found = { row: 2, type: 'EAN_MISSING', field: 'ean', value: null, old: null } as const;
/** A check that finds a fault and a change. */
const finds: CheckFile = async (input, sink, signal) => {
  await sink.batch({ changes: [], findings: [found] });
  return checkOf([priceChange('P-1', 100_00, 110_00)])(input, sink, signal);
};
const breaks: CheckFile = async (_input, sink) => {
  await sink.batch({ changes: [], findings: [found] });
  throw new DomainError('IMPORT_FILE_DAMAGED');
};

async function started(program: Program): Promise<ImportJob> {
  const { imports } = program;
  const { id } = await imports.upload(Readable.from([Buffer.from('a file')]), 'цены.csv');
  const { _id } = await imports.start({ file: id, profile: READING, dryRun: false });
  await program.settle();
  return imports.job(_id);
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: DomainError) => error.code,
  );

describe('a job’s number, states and log (E-20, E-25)', () => {
  it('numbers go up by one and are never given twice, by two servers at once either', async () => {
    const [one, other] = [bench.program(finds), bench.program(finds)];
    const { id } = await one.imports.upload(Readable.from([Buffer.from('a file')]), 'цены.csv');
    const jobs = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        (i % 2 === 0 ? one : other).imports.start({ file: id, profile: READING, dryRun: true }),
      ),
    );
    expect(jobs.map(({ number }) => number).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `IMP/0000${i + 1}`));
    await Promise.all([one.ends(), other.ends()]);
  });

  it('E-13: of many that start at one moment the refused ones (429) leave no job behind', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const program = bench.program(async (...asked) => (await gate, finds(...asked)));
    const { id } = await program.imports.upload(Readable.from([Buffer.from('a file')]), 'цены.csv');
    const start = (): Promise<string> => codeOf(program.imports.start({ file: id, profile: READING, dryRun: true }));
    const answers = await Promise.all(Array.from({ length: QUEUE_ROOM + 15 }, start));
    expect(answers.filter((answer) => answer === 'IMPORT_QUEUE_FULL').length).toBe(15);
    expect((await program.imports.jobs()).total).toBe(QUEUE_ROOM);
    go();
    await program.settle();
    await program.ends();
  });

  it('a check that was called off and begun anew while it still read ends as the new one, whole', async () => {
    const skus = Array.from({ length: PIECE_CHANGES + 1 }, (_, i) => `Q-${i}`);
    await bench.fill(skus.map((sku) => productOf(sku)));
    const changes = skus.map((sku) => priceChange(sku, 100_00, 110_00));
    let [reads, go, isHalf] = [0, (): void => undefined, (): void => undefined];
    const [gate, half] = [new Promise<void>((resolve) => (go = resolve)), new Promise<void>((resolve) => (isHalf = resolve))];
    const program = bench.program(async (input, sink, signal) => {
      reads += 1;
      if (reads > 1) return checkOf(changes)(input, sink, signal);
      await sink.batch({ changes: changes.slice(0, PIECE_CHANGES), findings: [] });
      isHalf();
      // Deaf to its being called off, as one is that has just read its last row.
      await gate;
      return checkOf(changes.slice(PIECE_CHANGES))(input, sink, signal);
    });
    const { id } = await program.imports.upload(Readable.from([Buffer.from('a file')]), 'цены.csv');
    const { _id } = await program.imports.start({ file: id, profile: READING, dryRun: false });
    await half;
    await program.imports.cancel(_id);
    await program.imports.reset(_id);
    bench.clock.forward(1);
    await program.imports.check(_id);
    go();
    await program.settle();
    await program.settle();
    expect([reads, await program.imports.job(_id)]).toMatchObject([2, { state: 'checked', changes: { changed: skus.length } }]);
    await program.imports.confirm(_id, { name: 'Петрова', at: null });
    await program.settle();
    expect(await program.imports.job(_id)).toMatchObject({ state: 'done', outcome: { updated: skus.length } });
    await program.ends();
  });

  it('the hundred-thousandth job has a number, too, and the next one another', async () => {
    const program = bench.program(finds);
    const { id } = await program.imports.upload(Readable.from([Buffer.from('a file')]), 'цены.csv');
    const first = await program.imports.start({ file: id, profile: READING, dryRun: true });
    const imports = await bench.engine.open(IMPORTS);
    await imports.put({
      ...first,
      _id: 'import-job:IMP-99999',
      _rev: undefined,
      number: 'IMP/99999',
      state: 'done',
    });
    const numbers: string[] = [];
    for (let n = 0; n < 3; n += 1)
      numbers.push((await program.imports.start({ file: id, profile: READING, dryRun: true })).number);
    expect(numbers).toEqual(['IMP/100000', 'IMP/100001', 'IMP/100002']);
    await program.settle();
    await program.ends();
  });

  it('failed goes back to draft without its log, and may be checked again', async () => {
    const broken = bench.program(breaks);
    const failed = await started(broken);
    expect(failed).toMatchObject({ state: 'failed', failure: 'IMPORT_FILE_DAMAGED' });
    expect((await broken.imports.findings(failed._id)).total).toBe(1);
    expect(await codeOf(broken.imports.cancel(failed._id))).toBe('IMPORT_STATE');
    await broken.ends();

    const program = bench.program(finds);
    const draft = await program.imports.reset(failed._id);
    expect(draft).toMatchObject({ state: 'draft', failure: null, counters: { total: 0, errors: 0 }, pieces: [] });
    expect((await program.imports.findings(draft._id)).total).toBe(0);
    await program.imports.check(draft._id);
    await program.settle();
    expect(await program.imports.job(draft._id)).toMatchObject({ state: 'checked', number: failed.number });
    await program.ends();
  });

  it('cancelled goes back to draft; what is finished can be neither cancelled nor reset', async () => {
    const program = bench.program(finds);
    const checked = await started(program);
    expect(await codeOf(program.imports.reset(checked._id))).toBe('IMPORT_STATE');
    expect((await program.imports.cancel(checked._id)).state).toBe('cancelled');
    expect(await codeOf(program.imports.cancel(checked._id))).toBe('IMPORT_STATE');
    expect((await program.imports.reset(checked._id)).state).toBe('draft');
    expect((await program.imports.findings(checked._id)).total).toBe(0);

    const done = await importNow(program);
    expect(done.state).toBe('done');
    expect(await codeOf(program.imports.cancel(done._id))).toBe('IMPORT_STATE');
    expect(await codeOf(program.imports.reset(done._id))).toBe('IMPORT_STATE');
    await program.imports.undo(done._id, { name: 'Петрова' });
    await program.settle();
    expect((await program.imports.job(done._id)).state).toBe('undone');
    expect(await codeOf(program.imports.cancel(done._id))).toBe('IMPORT_STATE');
    await program.ends();
  });

  it('keeps logs for thirty days, then the job and its counts alone', async () => {
    const first = bench.program(finds);
    const { _id } = await importNow(first);
    await first.ends();
    bench.clock.forward(29 * DAY);
    const within = bench.program(finds);
    await within.settle();
    expect((await within.imports.findings(_id)).total).toBe(1);
    await within.ends();
    bench.clock.forward(2 * DAY);
    const after = bench.program(finds);
    await after.settle();
    expect((await after.imports.findings(_id)).total).toBe(0);
    expect(await after.imports.job(_id)).toMatchObject({ state: 'done', counters: { total: 1, updated: 1 } });
    await after.ends();
  });
});
