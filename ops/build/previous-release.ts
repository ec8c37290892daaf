import { cpSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * First part of `npm run build`: the hashed files of the build before stay beside the new one. A tab that was opened with them may ask for
 * a piece of its own program until it loads anew (offline.md A.7: chunks purged under open tabs are a white page).
 */
const BUILD = resolve(import.meta.dirname, '../../build');
const HASHED = '_app/immutable';
const [current, previous] = [join(BUILD, 'app', HASHED), join(BUILD, 'app-previous', HASHED)];

if (existsSync(current)) {
  rmSync(previous, { recursive: true, force: true });
  cpSync(current, previous, { recursive: true });
}
