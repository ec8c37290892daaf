import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Packages that a source file names; our own files and Node's modules are none. */
export function packagesNamedIn(source: string): string[] {
  const names = [...source.matchAll(/(?:from|import|import\()\s*['"]([^'".][^'"]*)['"]/g)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('node:') && /^[@a-z0-9]/i.test(name));
  return [...new Set(names.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')))];
}

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The folder of a package as Node would find it from `from`, `null` where it is not installed. */
function folderOf(name: string, from: string, root: string): string | null {
  for (let place = from; ; place = dirname(place)) {
    const folder = join(place, 'node_modules', name);
    if (basename(place) !== 'node_modules' && existsSync(join(folder, 'package.json'))) return folder;
    if (place === root || place === dirname(place)) return null;
  }
}

/**
 * Folders of the named packages and of everything they need at run time, as they lie in `root/node_modules`: a release carries these and
 * no others. Optional packages of other platforms are simply not there. Throws where a needed one is not installed.
 */
export function packagesNeeded(root: string, names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string, needed: boolean): void => {
    const folder = folderOf(name, from, root);
    if (folder === null) {
      if (needed) throw new Error(`the package ${name} is not installed (needed by ${from})`);
      return;
    }
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as PackageJson;
    for (const next of Object.keys(dependencies ?? {})) visit(next, folder, optionalDependencies?.[next] === undefined);
    for (const next of Object.keys({ ...optionalDependencies, ...peerDependencies })) visit(next, folder, false);
  };
  for (const name of names) visit(name, root, true);
  return [...found];
}
