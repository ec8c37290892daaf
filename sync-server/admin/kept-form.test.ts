import fc from 'fast-check';
import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { keptFields, keptForm, keptOf, noteForm, sendAgainPage, type KeptForm } from './kept-form.ts';

const came = (url: string, body: string): KeptForm | null => {
  const request = { url } as FastifyRequest;
  noteForm(request, body);
  return keptForm(request);
};
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const hidden = (markup: string): [string, string][] =>
  [...markup.matchAll(/name="([^"]*)"\s+value="([^"]*)"/g)].map(([, ...pair]) => {
    const [name = '', value = ''] = pair.map((text) => text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (sign) => ENTITIES[sign]!));
    return [name, value];
  });

it('a form whose session was over comes back as it was sent, with every line of a name that is sent twice', () => {
  const field = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 20 }), (typed) => {
      const fields = typed.filter(([name]) => !['pin', 'password', 'secret'].includes(name));
      fc.pre(fields.length > 0);
      const body = new URLSearchParams(fields).toString();
      const kept = came('/admin/import/profiles/7?tab=2', body)!;
      const back = keptOf(Object.fromEntries(hidden(keptFields(kept).text)));
      expect(back).toEqual({ to: '/admin/import/profiles/7?tab=2', body });
      expect(hidden(sendAgainPage(back!, '/admin').text)).toEqual([...new URLSearchParams(body)]);
    }),
  );
});

it('what lets somebody in is not kept, nor an empty form, a huge one, or one that leads elsewhere', () => {
  for (const body of ['name=a&pin=1234', 'password=', 'secret=x', '', `note=${'a'.repeat(60_001)}`])
    expect(came('/admin/shops', body), body.slice(0, 20)).toBeNull();
  for (const url of ['//evil.example/admin', '/stock', '/admin/login', '/admin/logout']) expect(came(url, 'a=1'), url).toBeNull();
  expect(keptForm({ url: '/admin/shops' } as FastifyRequest)).toBeNull();
});

it('nonsense in its place is nothing', () => {
  const to = '/admin/shops';
  const body = Buffer.from('a=1').toString('base64url');
  expect(keptOf({ 'kept-to': to, 'kept-body': body })).toEqual({ to, body: 'a=1' });
  for (const typed of [
    {},
    { 'kept-to': to },
    { 'kept-body': body },
    { 'kept-to': 7, 'kept-body': body },
    { 'kept-to': to, 'kept-body': '' },
  ])
    expect(keptOf(typed)).toBeNull();
  expect(keptOf({ 'kept-to': 'https://evil.example/admin', 'kept-body': body })).toBeNull();
  const pin = Buffer.from('pin=1').toString('base64url');
  expect(keptOf({ 'kept-to': to, 'kept-body': pin })).toBeNull();
});
