import { CATALOG } from '$design/databases.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { Databases } from '../storage/databases.ts';

/** Who sells and makes, as papers must say it (ZoZPP art. 9: name, place, hours): the company, its shop, whom to call. */
export interface Seller {
  readonly shop: string;
  readonly company: string;
  readonly inn: string;
  readonly address: string;
  readonly phone: string;
}

/** From the shop's settings as this device holds them; empty words where it holds none. */
export async function readSeller(databases: Pick<Databases, 'get'>, store: string): Promise<Seller> {
  const settings = await databases.get<Settings>(CATALOG, `settings:store-${store}`).catch(() => null);
  const { name = '', address = '', phone = null, company = { name: '', inn: '' } } = settings ?? {};
  return { shop: name, company: company.name, inn: company.inn, address, phone: phone ?? '' };
}
