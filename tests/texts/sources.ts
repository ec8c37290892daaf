import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parse } from 'svelte/compiler';

/** A node of Svelte's markup or of the scripts in it: what a walk needs to know. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** A file of the app, parsed. A plain TypeScript file is the script of an empty component. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly tree: Node;
  /** Where the text stood in what was parsed: 0 in a component. */
  readonly shift: number;
}

const OPEN = '<script lang="ts">';

export function parseSource(file: string, text: string): Source {
  const component = file.endsWith('.svelte');
  const whole = component ? text : `${OPEN}${text.replaceAll('</script', '<\\/script')}\n</script>`;
  return { file, text, tree: parse(whole, { modern: true }) as unknown as Node, shift: component ? 0 : OPEN.length };
}

/** Every component and script under `root` but tests, types and what `skip` names (paths from `root`). */
export function readSources(root: string, skip: readonly string[]): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => /\.(svelte|ts)$/.test(file) && !/\.(test|d)\.ts$/.test(file) && !skip.some((start) => file.startsWith(start)),
    )
    .toSorted()
    .map((file) => parseSource(file, readFileSync(join(root, file), 'utf8')));
}

/** `file:line` of a node. */
export function placeOf({ file, text, shift }: Source, node: Node): string {
  return `${file}:${text.slice(0, Math.max(0, node.start - shift)).split('\n').length}`;
}

/** Visits each node with those that it stands in, the nearest last. Types and comments are left out: nobody sees them. */
export function walk(root: Node, visit: (node: Node, above: readonly Node[]) => void): void {
  const above: Node[] = [];
  const go = (node: Node): void => {
    if (node.type.startsWith('TS') && !('expression' in node)) return;
    visit(node, above);
    above.push(node);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'typeAnnotation' || key === 'typeArguments' || key === 'leadingComments' || key === 'trailingComments')
        continue;
      for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(one)) go(one);
    }
    above.pop();
  };
  go(root);
}

/** The files of the app that this one imports at once, from the app's folder. Types do not count. */
export function importsOf({ file, tree }: Source): string[] {
  const found: string[] = [];
  walk(tree, (node) => {
    if (
      !/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type) ||
      node['importKind'] === 'type' ||
      node['exportKind'] === 'type'
    )
      return;
    const named = node['specifiers'] as readonly { importKind?: string }[] | undefined;
    if (named && named.length > 0 && named.every(({ importKind }) => importKind === 'type')) return;
    const from = (node['source'] as { value?: string } | null)?.value;
    if (from?.startsWith('$lib/')) found.push(from.replace('$lib/', 'lib/'));
    else if (from?.startsWith('.')) found.push(posix.join(posix.dirname(file), from));
  });
  return found;
}
