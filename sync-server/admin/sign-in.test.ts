import { expect, it } from 'vitest';
import { placeAfter, placeOf } from './sign-in.ts';

it('leads back to pages of the administration alone', () => {
  for (const address of [
    '/admin',
    '/admin?page=2',
    '/admin/import/jobs/import-job%3AIMP-00001/confirm',
    '/admin/catalogue?q=ray-ban',
  ])
    expect(placeAfter(address)).toBe(address);
  for (const address of [
    ...[undefined, '', '/', '/stock', '/administrator', '//evil.example/admin', 'https://evil.example/admin', '/admin\\evil'],
    ...['/admin/login', '/admin/logout', '/admin/first?secret=a', `/admin/${'a'.repeat(5_000)}`, '/admin/a\r\nset-cookie: b'],
  ])
    expect(placeAfter(address)).toBe('/admin');
});

it('knows the page whose form was sent, and trusts no other host with it', () => {
  const sent = (referer?: string) =>
    placeOf({ method: 'POST', url: '/admin/shops', headers: { host: 'localhost:8080', ...(referer && { referer }) } });
  expect(sent('http://localhost:8080/admin/catalogue/product/RB-1?from=list')).toBe('/admin/catalogue/product/RB-1?from=list');
  expect(sent('http://evil.example/admin/catalogue')).toBe('/admin');
  expect([sent('nonsense'), sent()]).toEqual(['/admin', '/admin']);
  expect(placeOf({ method: 'GET', url: '/admin/import?page=2', headers: {} })).toBe('/admin/import?page=2');
});
