import { CATALOG } from '$design/databases.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import { opticsRules, type OpticsRules } from '$design/orders/optics-rules.ts';
import type { Databases } from '../storage/databases.ts';

/** As this device holds the shop's settings; as delivered where it holds none. */
export async function readOpticsRules(
  databases: Pick<Databases, 'get'>,
  { store, timeZone }: { readonly store: string; readonly timeZone: string },
): Promise<OpticsRules> {
  const settings = await databases.get<Settings>(CATALOG, `settings:store-${store}`).catch(() => null);
  return opticsRules(settings?.optics, timeZone);
}
