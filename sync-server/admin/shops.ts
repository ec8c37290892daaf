import { CATALOG } from '../../design/databases.ts';
import type { Settings } from '../../design/documents/catalogue.ts';
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
    _id: `settings:store-${shop.code}`,
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
