import { CATALOG, STORE_CODE } from '../../design/databases.ts';
import { settings as settingsShape, type Settings } from '../../design/documents/catalogue.ts';
import type { Engine } from '../engine/engine.ts';

export interface Shop {
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly timeZone: string;
}

export const DEFAULT_TIME_ZONE = 'Europe/Moscow';
const PREFIX = 'settings:store-';

/** The shops of the chain, from `settings:store-<code>` in `catalog`; follows changes made while the server runs. */
export interface Shops {
  list(): Shop[];
  get(code: string): Shop | null;
  timeZoneOf(code: string): string;
  reload(): Promise<void>;
}

export async function createShops(engine: Engine): Promise<Shops> {
  const catalog = await engine.open(CATALOG);
  let shops = new Map<string, Shop>();

  async function reload(): Promise<void> {
    const found = new Map<string, Shop>();
    for (const doc of await catalog.range({ startkey: PREFIX, endkey: `${PREFIX}\ufff0` })) {
      const code = doc._id.slice(PREFIX.length);
      const known = settingsShape.safeParse(doc);
      if (known.success && STORE_CODE.test(code)) found.set(code, shopOf(code, known.data));
    }
    shops = found;
  }
  await reload();

  return {
    list: () => [...shops.values()],
    get: (code) => shops.get(code) ?? null,
    timeZoneOf: (code) => shops.get(code)?.timeZone ?? DEFAULT_TIME_ZONE,
    reload,
  };
}

const shopOf = (code: string, { name, address, timeZone }: Settings): Shop => ({
  code,
  name,
  address,
  timeZone: isTimeZone(timeZone) ? timeZone : DEFAULT_TIME_ZONE,
});

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
