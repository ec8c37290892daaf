import { CATALOG } from '../../design/databases.ts';
import { settings as settingsShape, type Settings } from '../../design/documents/catalogue.ts';
import { rangeOf } from '../../design/ids.ts';
import { editFields } from '../../design/merge/edit.ts';
import type { Kopecks } from '../../design/money/kopecks.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

export interface NewShop {
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly timeZone: string;
  readonly company: string;
  readonly inn: string;
  /** Name and telephone of the person whom a cashier calls; empty: nobody named. */
  readonly administrator: string;
}

const idOf = (code: string): string => `settings:store-${code}`;

/** Creates a shop's settings in `catalog`; its databases follow at the next provisioning. False where the code is taken. */
export async function createShop(engine: Engine, stamps: Stamps, shop: NewShop): Promise<boolean> {
  const hlc = stamps();
  const fields = {
    store: shop.code,
    name: shop.name,
    address: shop.address,
    timeZone: shop.timeZone,
    company: { name: shop.company, inn: shop.inn },
    cashierMayCloseShift: false,
    administrator: shop.administrator === '' ? null : shop.administrator,
  };
  const settings: Settings = {
    _id: idOf(shop.code),
    type: 'settings',
    schema: 1,
    hlc,
    by: null,
    pos: null,
    ...fields,
    stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, hlc])),
  };
  return (await (await engine.open(CATALOG)).put(settings)).ok;
}

/** What is written over at a shop that there is. */
export interface ShopCare {
  /** Whom the shop's cashiers call; empty: nobody named. */
  readonly administrator: string;
  /** The cashier counts without being told what must be there. */
  readonly blindCount: boolean;
  /** Kopecks that the drawer may differ by without a supervisor's signature. */
  readonly differenceLimit: Kopecks;
}

/** Settings of every shop, as they are in force. */
export async function shopSettings(engine: Engine): Promise<Settings[]> {
  const docs = await (await engine.open(CATALOG)).range(rangeOf('settings'));
  return docs.flatMap((doc) => settingsShape.safeParse(doc).data ?? []).filter(({ store }) => store !== null);
}

/** Only the fields that are others now are written: what another page changed meanwhile stays. False where there is no such shop. */
export async function careForShop(engine: Engine, stamps: Stamps, code: string, care: ShopCare): Promise<boolean> {
  const catalog = await engine.open(CATALOG);
  const before = settingsShape.safeParse(await catalog.get(idOf(code))).data;
  if (!before) return false;
  const { administrator, ...cash } = care;
  const patch = { administrator: administrator === '' ? null : administrator, cash };
  const next = editFields<Settings>(before, patch, { hlc: stamps(), by: null, pos: null });
  const written = next === before ? { ok: true as const } : await catalog.put(next);
  if (!written.ok) throw new Error(`${before._id} was not written: ${written.error}`);
  return true;
}
