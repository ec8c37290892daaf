import { expect, it } from 'vitest';
import { importArguments } from './arguments.ts';

it('a dry run that npm kept for itself (`npm run import FILE --dry-run`) is one all the same, and never an import', () => {
  const env = { npm_lifecycle_event: 'import', npm_config_dry_run: 'true', npm_config_json: 'true' };
  expect(importArguments(['goods.xlsx'], env)).toMatchObject({ file: 'goods.xlsx', dryRun: true, json: true });
});

it('what npm is told for another script, or not at all, asks for nothing', () => {
  const env = { npm_lifecycle_event: 'test', npm_config_dry_run: 'true', npm_config_json: 'true' };
  expect(importArguments(['goods.xlsx'], env)).toMatchObject({ dryRun: false, json: false });
  expect(importArguments(['goods.xlsx'], { npm_lifecycle_event: 'import' })).toMatchObject({ dryRun: false, json: false });
  expect(importArguments(['goods.xlsx', '--dry-run', '--json'], {})).toMatchObject({ dryRun: true, json: true });
});
