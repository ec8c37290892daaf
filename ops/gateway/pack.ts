import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { layOutRelease } from './release.ts';

const HELP = `node ops/gateway/pack.ts: a release of the gateway for tills' PCs of this very platform, Node included

  --to FOLDER   where the file optics-gateway-<version>-<platform>.tar.gz goes   (./dist)`;

const { values } = parseArgs({ options: { to: { type: 'string', default: 'dist' }, help: { type: 'boolean', default: false } } });

function pack(): number {
  const to = resolve(values.to);
  const work = mkdtempSync(join(tmpdir(), 'optics-release-'));
  try {
    const { version, platform } = layOutRelease(resolve(import.meta.dirname, '../..'), join(work, 'release'));
    mkdirSync(to, { recursive: true });
    const file = join(to, `optics-gateway-${version}-${platform}.tar.gz`);
    // Windows 10 and later bring this tar along, too.
    const tar = spawnSync('tar', ['-czf', file, '-C', join(work, 'release'), '.'], { stdio: 'inherit' });
    if (tar.status !== 0) throw new Error('tar failed');
    process.stdout.write(`${file}\n`);
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (values.help) process.stdout.write(`${HELP}\n`);
else process.exitCode = pack();
