import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

/**
 * What the app may weigh, kB of JavaScript, gzip at level 9, each file by itself (docs/decisions/0022).
 * `till`: all that a browser needs until the till takes a first scan. `piece`: what any one screen or dialog that loads later adds to it.
 * `app`: everything, in both languages, as the service worker keeps it.
 */
export const BUDGET_KB = { till: 200, piece: 60, app: 800 } as const;

const manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    src: z.string().optional(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
  }),
);
type Manifest = z.infer<typeof manifest>;

export interface ScriptSize {
  readonly file: string;
  readonly bytes: number;
}
export interface AppScripts {
  readonly till: readonly ScriptSize[];
  /** Of each piece that loads later, by its source: what it adds to the till's own. */
  readonly pieces: readonly { readonly name: string; readonly bytes: number }[];
  readonly app: readonly ScriptSize[];
}

/** The scripts of the build in `root`, as the budget counts them. */
export async function appScripts(root: string): Promise<AppScripts> {
  const graph = manifest.parse(JSON.parse(await readFile(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8')));
  const routes = await readFile(join(root, '.svelte-kit/generated/client-optimized/app.js'), 'utf8');
  const roots = tillRoots(graph, tillNode(routes));
  const till = new Set([...filesOf(graph, roots), ...(await workers(root))]);
  const all = new Set([...till, ...filesOf(graph, Object.keys(graph))]);
  const sizes = new Map(await Promise.all([...all].map(async (file) => [file, await sizeOf(root, file)] as const)));
  const told = (files: Iterable<string>): ScriptSize[] => [...files].map((file) => ({ file, bytes: sizes.get(file) ?? 0 }));
  const sum = (files: Iterable<string>) => told(files).reduce((total, { bytes }) => total + bytes, 0);
  const pieces = laterRoots(graph, roots).map((id) => {
    const here = loadedBefore(graph, id);
    return {
      name: graph[id]!.src ?? id,
      bytes: sum([...filesOf(graph, [id])].filter((file) => !till.has(file) && !here.has(file))),
    };
  });
  return { till: told(till), pieces, app: told(all) };
}

const sizeOf = async (root: string, file: string): Promise<number> =>
  gzipSync(new Uint8Array(await readFile(join(root, 'build/app', file))), { level: 9 }).length;

/** Number of the page of `/` in SvelteKit's table of routes. */
function tillNode(routes: string): number {
  const node = /"\/":\s*\[~?(\d+)/.exec(routes)?.[1];
  if (node === undefined) throw new Error('the route / is not in the build');
  return Number(node);
}

const isNode = (id: string): boolean => /nodes\/\d+\.js$/.test(id);

/** Entry, table of routes, root layout (0), error page (1) and the page of the till. */
function tillRoots(graph: Manifest, page: number): string[] {
  const own = [0, 1, page].map((n) => `nodes/${n}.js`);
  return Object.keys(graph).filter(
    (id) => /client\/entry\.js$|client-optimized\/app\.js$/.test(id) || own.some((node) => id.endsWith(`/${node}`)),
  );
}

/** Pages of other routes, and whatever is fetched by `import()`. */
function laterRoots(graph: Manifest, till: readonly string[]): string[] {
  const dynamic = new Set(Object.values(graph).flatMap(({ dynamicImports }) => dynamicImports));
  return [...dynamic, ...Object.keys(graph).filter(isNode)].filter((id, at, all) => !till.includes(id) && all.indexOf(id) === at);
}

/** What is on the device whenever a piece is fetched: all that each of the pieces which ask for it has loaded itself. */
function loadedBefore(graph: Manifest, id: string): Set<string> {
  const asking = Object.keys(graph).filter((one) => graph[one]!.dynamicImports.includes(id));
  const [first = new Set<string>(), ...others] = asking.map((one) => filesOf(graph, [one]));
  return new Set([...first].filter((file) => others.every((files) => files.has(file))));
}

/** The scripts of these modules and of all that they import at once. */
function filesOf(graph: Manifest, roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const reach = (id: string): void => {
    const chunk = graph[id];
    if (!chunk || seen.has(id)) return;
    seen.add(id);
    chunk.imports.forEach(reach);
  };
  roots.forEach(reach);
  return new Set([...seen].map((id) => graph[id]!.file).filter((file) => file.endsWith('.js')));
}

async function workers(root: string): Promise<string[]> {
  const folder = '_app/immutable/workers';
  if (!existsSync(join(root, 'build/app', folder))) return [];
  const names = await readdir(join(root, 'build/app', folder), { recursive: true });
  return names.filter((name) => name.endsWith('.js')).map((name) => `${folder}/${name}`);
}

/** What is over the budget, in words; empty where all of it holds. */
export function overBudget({ till, pieces, app }: AppScripts): string[] {
  const kb = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
  const total = (files: readonly ScriptSize[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);
  const over: string[] = [];
  if (total(till) > BUDGET_KB.till * 1_000) {
    over.push(`until a first scan: ${kb(total(till))} of ${BUDGET_KB.till}`);
    for (const { file, bytes } of till.toSorted((a, b) => b.bytes - a.bytes).slice(0, 10)) over.push(`  ${kb(bytes)} ${file}`);
  }
  for (const { name, bytes } of pieces)
    if (bytes > BUDGET_KB.piece * 1_000) over.push(`${name}: ${kb(bytes)} of ${BUDGET_KB.piece} for a screen that loads later`);
  if (total(app) > BUDGET_KB.app * 1_000) over.push(`the whole app: ${kb(total(app))} of ${BUDGET_KB.app}`);
  return over;
}
