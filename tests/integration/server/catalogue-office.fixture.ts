import { PRODUCTS } from '../../../design/databases.ts';
import type { Product } from '../../../design/documents/catalogue.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

/** An administrator who is signed in to the catalogue's back office, as a browser's forms speak to it. */
export interface CatalogueOffice {
  readonly fixture: ServerFixture;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  get(path: string): Promise<Response>;
  text(path: string): Promise<string>;
  held(sku: string): Promise<Product & { readonly _rev: string }>;
  /** The form of an article as a browser would send it: what stands in its fields, `more` typed over it. */
  formOf(sku: string, more?: Record<string, string>): Promise<Record<string, string>>;
  signIn(): Promise<void>;
  readonly cookie: string;
}

const PASSWORD = 'длинный пароль';
export const card = (sku: string): string => `/admin/catalogue/product/${encodeURIComponent(sku)}`;
export const unescaped = (value: string): string =>
  value
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
/** Prices as they are read: narrow spaces as plain ones. */
export const plainSpaces = (text: string): string => text.replaceAll(/[\u202f\u00a0]/g, ' ');

export const FRAME = {
  ...{ sku: 'RB-1', name: 'Оправа Ray-Ban RB 5154', kind: 'frame', category: 'Оправы/Мужские', brand: 'Ray-Ban' },
  ...{ supplier: 'FrameStore', ean: '4006381333931', price: '15 990,00', cost: '7000', vat: 'none', subject: 'goods' },
  ...{ a: '49', dbl: '21', temple: '140', b: '', ed: '', model: 'RB 5154', colour: 'чёрный', colourCode: '2000' },
  ...{ material: 'ацетат', shape: '', rim: 'half', group: 'unisex' },
};
export const CLEANER = {
  ...{ sku: 'CARE-1', name: 'Спрей для линз', kind: 'care', category: 'Уход', brand: 'OptiClean', supplier: '', ean: '' },
  ...{ price: '290', cost: '300', vat: '22', subject: 'goods' },
};

export async function openCatalogueOffice(): Promise<CatalogueOffice> {
  const fixture = await startFixture();
  let cookie = '';
  const post: CatalogueOffice['post'] = (path, fields, headers = {}) =>
    fetch(`${fixture.server.url}${path}`, {
      method: 'POST',
      headers: { cookie, ...headers },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  const get: CatalogueOffice['get'] = (path) =>
    fetch(`${fixture.server.url}${path}`, { headers: { cookie }, redirect: 'manual' });
  const text: CatalogueOffice['text'] = async (path) => (await get(path)).text();
  const held: CatalogueOffice['held'] = async (sku) =>
    (await (await fixture.server.engine.open(PRODUCTS)).get(`product:${sku}`)) as unknown as Product & { _rev: string };
  const entered = (answer: Response): string => answer.headers.get('set-cookie')!.split(';')[0]!;
  const secret = fixture.server.account.linkSecret()!;
  cookie = entered(await post('/admin/first', { secret, password: PASSWORD }));
  return {
    ...{ fixture, post, get, text, held },
    get cookie() {
      return cookie;
    },
    async formOf(sku, more = {}) {
      const page = await text(card(sku));
      const was = JSON.parse(unescaped(/name="was" value="([^"]*)"/.exec(page)![1]!)) as Record<string, string>;
      return { ...was, rev: (await held(sku))._rev, was: JSON.stringify(was), ...more };
    },
    async signIn() {
      cookie = entered(await post('/admin/login', { password: PASSWORD }));
    },
  };
}
