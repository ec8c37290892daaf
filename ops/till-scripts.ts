import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

/** What a till may make a browser load before it can sell (issue 2, goals). */
export const TILL_BUDGET_KB = 200;

const manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]), dynamicImports: z.array(z.string()).default([]) }),
);
type Manifest = z.infer<typeof manifest>;

/**
 * Every script that the page of the till can reach: its entry, layout, own page, whatever these import at once or later, and the workers.
 * Pages of other routes do not count. `bytes` is gzip at level 9, each file by itself.
 */
export async function tillScriptSizes(root: string): Promise<{ readonly file: string; readonly bytes: number }[]> {
  const graph = manifest.parse(JSON.parse(await readFile(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8')));
  const routes = await readFile(join(root, '.svelte-kit/generated/client-optimized/app.js'), 'utf8');
  const files = [...tillFiles(graph, tillNode(routes)), ...(await workers(root))];
  return Promise.all(
    files.map(async (file) => ({
      file,
      bytes: gzipSync(new Uint8Array(await readFile(join(root, 'build/app', file))), { level: 9 }).length,
    })),
  );
}

/** Number of the page of `/` in SvelteKit's table of routes. */
function tillNode(routes: string): number {
  const node = /"\/":\s*\[~?(\d+)/.exec(routes)?.[1];
  if (node === undefined) throw new Error('the route / is not in the build');
  return Number(node);
}

/** 0 is the root layout, 1 the error page. */
function tillFiles(graph: Manifest, page: number): Set<string> {
  const own = new Set([0, 1, page].map((n) => `nodes/${n}.js`));
  const ofOtherRoute = (id: string): boolean => {
    const node = /nodes\/\d+\.js$/.exec(id)?.[0];
    return node !== undefined && !own.has(node);
  };
  const seen = new Set<string>();
  const reach = (id: string): void => {
    const chunk = graph[id];
    if (!chunk || seen.has(id) || ofOtherRoute(id)) return;
    seen.add(id);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) reach(next);
  };
  for (const id of Object.keys(graph)) if (/client\/entry\.js$|client-optimized\/app\.js$/.test(id)) reach(id);
  return new Set([...seen].map((id) => graph[id]!.file).filter((file) => file.endsWith('.js')));
}

async function workers(root: string): Promise<string[]> {
  const folder = '_app/immutable/workers';
  if (!existsSync(join(root, 'build/app', folder))) return [];
  const names = await readdir(join(root, 'build/app', folder), { recursive: true });
  return names.filter((name) => name.endsWith('.js')).map((name) => `${folder}/${name}`);
}
