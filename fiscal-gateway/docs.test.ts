import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALARMS } from '../design/fiscal/alarms.ts';
import { api } from '../design/fiscal/api/index.ts';
import type { Route } from '../design/fiscal/api/route.ts';
import { MemoryGateway } from './testing/memory-gateway.ts';

const GUIDE = readFileSync('docs/gateway.md', 'utf8');

/** Cells of the table rows that begin with a code, by that code. */
const rows = new Map(
  [...GUIDE.matchAll(/^\| `([^`]+)` +\|(.*)\|$/gm)].map(([, code = '', rest = '']) => [
    code,
    rest.split('|').map((c) => c.trim()),
  ]),
);

describe('docs/gateway.md, an administrator’s guide, is true', () => {
  it('names every variable that config.ts reads in its table of settings, and no other', () => {
    const source = readFileSync('fiscal-gateway/config.ts', 'utf8');
    const schema = /z\.object\(\{([\s\S]*?)^\}\);/m.exec(source)?.[1] ?? '';
    const read = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(20);
    expect(
      [...rows.keys()].filter((name) => /^(GATEWAY|OPTICS|SYNC|REGISTER|OFD)_/.test(name) && !(name in ALARMS)).sort(),
    ).toEqual(read.sort());
  });

  it.each(Object.entries(ALARMS))('says the level of the alarm %s, what it means and what to do', (code, { level }) => {
    const [said, meaning = '', todo = ''] = rows.get(code) ?? [];
    expect(said).toBe(level);
    expect(meaning).not.toBe('');
    expect(todo).not.toBe('');
  });

  it('speaks of no alarm that is gone', () => {
    const said = [...rows].filter(([, [level = '']]) => ['warning', 'critical'].includes(level)).map(([code]) => code);
    expect(said.sort()).toEqual(Object.keys(ALARMS).sort());
  });

  it('names every route with its right caller, and no other', () => {
    const routes: readonly Route[] = Object.values(api);
    const caller = (access: Route['access']): string =>
      access === 'open' ? 'anybody' : access.length === 0 ? 'admin' : access.join(', ');
    const expected = routes.map(({ method, path, access }) => `${method} ${path}: ${caller(access)}`);
    const said = [...rows].filter(([route]) => route.includes(' /')).map(([route, [who]]) => `${route}: ${who}`);
    expect(said.sort()).toEqual(expected.sort());
  });

  it('names every metric of our own', async () => {
    const till = new MemoryGateway();
    await till.start();
    const names = till.gateway.context.metrics.registry.getMetricsAsArray().map(({ name }) => name);
    await till.stop();
    const own = names.filter((name) => /^(kkt|fn|pos)_/.test(name));
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter((name) => !GUIDE.includes(`\`${name}`))).toEqual([]);
  });

  it('leads to headings and files that exist', () => {
    const headings = [...GUIDE.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    );
    const links = [...GUIDE.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !headings.includes(anchor!))).toEqual([]);
    for (const [, file = ''] of GUIDE.matchAll(/`((?:docs|ops)\/[\w./-]+\.\w+)`/g)) readFileSync(file);
  });
});
