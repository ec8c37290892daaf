import { expect, it } from 'vitest';
import { PAGE } from './pages.ts';

it('every page of the app is answered from the device, so that loading it anew without a network is no dead end', () => {
  const pages = Object.keys(import.meta.glob('../routes/**/+page.svelte'));
  const paths = pages.map((name) => name.replace('../routes', '').replace(/\+page\.svelte$/, ''));
  expect(paths).toContain('/');
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !PAGE.test(path))).toEqual([]);
});

it.each(['/api/session', '/db/catalog', '/admin', '/admin/quarantine', '/refusals.json', '/docs'])(
  '%s is the server’s',
  (path) => {
    expect(PAGE.test(path)).toBe(false);
  },
);
