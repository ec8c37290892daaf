import type { ProductKind } from '../../documents/catalogue.ts';
import type { VatRate } from '../../money/vat.ts';
import { baseVatRate } from '../../money/vat.ts';

/** Art. 149 of the tax code: spectacle frames, lenses and contact lenses that correct sight are exempt; the rest bears the day's base rate. */
const EXEMPT: ReadonlySet<ProductKind> = new Set(['frame', 'lens', 'contact-lens']);

/** The rate of a new product of which nobody said one. `today`: `YYYY-MM-DD`. */
export const vatOfKind = (kind: ProductKind, today: string): VatRate => (EXEMPT.has(kind) ? 'none' : baseVatRate(today));

/** The category of a new product when neither file nor profile has any. */
export const CATEGORY_OF_KIND: Readonly<Record<ProductKind, string>> = {
  frame: 'Оправы',
  lens: 'Очковые линзы',
  'contact-lens': 'Контактные линзы',
  sunglasses: 'Солнцезащитные очки',
  care: 'Уход за линзами',
  accessory: 'Аксессуары',
  service: 'Услуги',
};
