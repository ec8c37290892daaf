/** Categories are paths of at most three names (requirement E-01): «Оправы / Мужские / Металл». In a document they stay one text. */
export const CATEGORY_DEPTH = 3;
const BETWEEN = ' / ';

/** Names of a category from the top down; a category of earlier days is one name. */
export const categoryPath = (category: string): string[] =>
  category
    .split('/')
    .map((name) => name.trim().replace(/\s+/g, ' '))
    .filter((name) => name !== '');

/** The category as it is kept, `null` where it has no name or more than three. */
export function categoryText(typed: string): string | null {
  const path = categoryPath(typed);
  return path.length === 0 || path.length > CATEGORY_DEPTH ? null : path.join(BETWEEN);
}

/** Is it this category, or one below it? */
export function isWithin(category: string, above: string): boolean {
  const [path, top] = [categoryPath(category), categoryPath(above)];
  return top.length > 0 && top.every((name, i) => path[i] === name);
}

/** Where a category goes when `from` is renamed to `to`: itself where it is not within, `null` where it would be too deep. */
export function movedCategory(category: string, from: string, to: string): string | null {
  if (!isWithin(category, from)) return category;
  return categoryText([...categoryPath(to), ...categoryPath(category).slice(categoryPath(from).length)].join(BETWEEN));
}

export interface CategoryNode {
  /** The whole path as text. */
  readonly category: string;
  readonly name: string;
  /** 0 at the top. */
  readonly depth: number;
  /** Articles in it and below it. */
  readonly count: number;
}

/** Every category with those above it, in the order of a tree, each before what is below it. @param counts category → articles */
export function categoryTree(counts: Iterable<readonly [category: string, count: number]>): CategoryNode[] {
  const nodes = new Map<string, { path: readonly string[]; count: number }>();
  for (const [category, count] of counts) {
    const path = categoryPath(category);
    for (let depth = 1; depth <= path.length; depth += 1) {
      const part = path.slice(0, depth);
      const key = part.join(BETWEEN);
      nodes.set(key, { path: part, count: (nodes.get(key)?.count ?? 0) + count });
    }
  }
  const before = (a: readonly string[], b: readonly string[]): number => {
    const at = a.findIndex((name, i) => name !== b[i]);
    if (at < 0 || b[at] === undefined) return a.length - b.length;
    return a[at]!.localeCompare(b[at], 'ru') || (a[at]! < b[at] ? -1 : 1);
  };
  return [...nodes]
    .sort(([, a], [, b]) => before(a.path, b.path))
    .map(([category, { path, count }]) => ({ category, name: path.at(-1)!, depth: path.length - 1, count }));
}
