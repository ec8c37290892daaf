import fc from 'fast-check';

/** One seed for all properties of a run: `SEED=… npx vitest run <file>` repeats a failure. `SOAK=1` tries ten times as many cases. */
const seed = Number(process.env['SEED']);
fc.configureGlobal({
  ...(Number.isSafeInteger(seed) && seed !== 0 ? { seed } : {}),
  ...(process.env['SOAK'] === '1' ? { numRuns: 1_000 } : {}),
});
