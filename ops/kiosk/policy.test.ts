import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { HOTKEYS } from '../../app/lib/ui/keys/hotkeys.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** A registry file of Chrome's policies as the JSON that says the same on Linux. */
function policiesOf(registry: string): Record<string, unknown> {
  const policies: Record<string, unknown> = {};
  const lists = new Map<string, unknown[]>();
  let list: string | null = null;
  for (const line of registry.split(/\r?\n/)) {
    const section = /^\[.*\\Chrome(?:\\(\w+))?\]$/.exec(line);
    if (section) list = section[1] ?? null;
    const [, name = '', text, number] = /^"(\w+)"=(?:"(.*)"|dword:([0-9a-f]{8}))$/.exec(line) ?? [];
    const value = text === undefined ? parseInt(number ?? '', 16) : text.replace(/\\(["\\])/g, '$1');
    if (name === '') continue;
    if (list === null) policies[name] = typeof value === 'string' && value.startsWith('[') ? JSON.parse(value) : value;
    else lists.set(list, [...(lists.get(list) ?? []), value]);
  }
  return { ...policies, ...Object.fromEntries(lists) };
}
const numbers = (policy: object) =>
  Object.fromEntries(Object.entries(policy).map(([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value]));

it('Windows and Linux tills are under the same policy', () => {
  // regedit reads a file without a mark as the PC's own code page.
  expect(read('optics-till.reg')).toMatch(/^[\t\r\n -~]*$/);
  expect(policiesOf(read('optics-till.reg'))).toEqual(numbers(JSON.parse(read('policy.json')) as object));
});

it('the kiosk guide warns of every key that the till takes', () => {
  const said = /The till's keys are ([^:]+):/.exec(read('../../docs/kiosk.md'))?.[1];
  const plain = [...new Set(Object.values(HOTKEYS).map((key) => key.replace('Shift+', '')))].sort();
  expect(said).toBe('F1–F4, F6–F9 and the same with Shift, and Insert');
  expect(plain).toEqual(['F1', 'F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'Insert']);
});
