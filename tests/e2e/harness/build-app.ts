import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program.ts';

/** The stories run against the app as it ships. It is built here only where there is none: `npm test` builds what is stale before. */
export default function buildApp(): void {
  if (existsSync(join(ROOT, 'build/app/index.html')) && existsSync(join(ROOT, 'build/app/service-worker.js'))) return;
  const { status } = spawnSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm run build failed');
}
