import { NO_TYPES, priceTypes, type PriceTypes } from '../../design/catalogue/price-type.ts';
import { CONTROL } from '../../design/databases.ts';
import type { Engine } from '../engine/engine.ts';

const ID = 'price-types';
const TRIES = 10;

export const readPriceTypes = async (engine: Engine): Promise<PriceTypes> =>
  priceTypes.safeParse(await (await engine.open(CONTROL)).get(ID)).data ?? NO_TYPES;

/** Writes what `edit` makes of them; two who edit at once do not undo each other. `null`: nothing is written. */
export async function changePriceTypes(engine: Engine, edit: (held: PriceTypes) => PriceTypes | null): Promise<boolean> {
  const control = await engine.open(CONTROL);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const held = await control.get(ID);
    const next = edit(priceTypes.safeParse(held).data ?? NO_TYPES);
    if (next === null) return false;
    const written = await control.put({ _id: ID, ...(held ? { _rev: held._rev } : {}), type: ID, ...next });
    if (written.ok) {
      await control.flush?.();
      return true;
    }
    if (written.error !== 'conflict') throw new Error(`${ID}: ${written.error}`);
  }
  throw new Error(`${ID}: conflict`);
}
