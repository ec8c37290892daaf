import { collate } from 'pouchdb-collate';
import { CouchError } from './couch-error.ts';
import type { Sandbox } from './sandbox.ts';
import type { ViewRow } from './view.index.ts';

export interface Group {
  readonly key: unknown;
  readonly value: unknown;
}

/** Rows put together by the first `level` parts of their keys: 0 is all of them, `Infinity` whole keys. */
export function reduceRows(rows: readonly ViewRow[], reduce: string, level: number, sandbox: Sandbox): Group[] {
  const groups: { key: unknown; rows: ViewRow[] }[] = [];
  for (const row of rows) {
    const key = groupKey(row.key, level);
    const last = groups.at(-1);
    if (last && collate(last.key, key) === 0) last.rows.push(row);
    else groups.push({ key, rows: [row] });
  }
  return groups.map((group) => ({ key: group.key, value: reduceGroup(group.rows, reduce, sandbox) }));
}

function groupKey(key: unknown, level: number): unknown {
  if (level === 0) return null;
  return Array.isArray(key) && level !== Infinity ? (key.slice(0, level) as unknown) : key;
}

function reduceGroup(rows: readonly ViewRow[], reduce: string, sandbox: Sandbox): unknown {
  const values = rows.map(({ value }) => value);
  switch (reduce) {
    case '_count':
      return rows.length;
    case '_sum':
      return values.reduce<number>((total, value) => total + numberOf(value, reduce), 0);
    case '_stats':
      return statsOf(values.map((value) => numberOf(value, reduce)));
    case '_approx_count_distinct':
      return new Set(rows.map(({ key }) => JSON.stringify(key))).size;
    default:
      if (reduce.startsWith('_')) throw new CouchError(400, 'invalid_builtin', `Unknown reduce function ${reduce}`);
      return sandbox.call(reduce, [rows.map(({ key, id }) => [key, id]), values, false]);
  }
}

function numberOf(value: unknown, reduce: string): number {
  if (typeof value === 'number') return value;
  const text = JSON.stringify(value) ?? 'null';
  const reason = `The ${reduce} function requires that map values be numbers, arrays of numbers, or objects. Objects cannot be mixed with other data structures. Objects can be arbitrarily nested, provided that the values for all fields are themselves numbers, arrays of numbers, or objects.`;
  throw new CouchError(500, 'builtin_reduce_error', `${reason} (${text.slice(0, 100)})`);
}

const statsOf = (values: readonly number[]): object => ({
  sum: values.reduce((a, b) => a + b, 0),
  count: values.length,
  min: Math.min(...values),
  max: Math.max(...values),
  sumsqr: values.reduce((a, b) => a + b * b, 0),
});
