import type { English } from '../keys.ts';
import type { categoryQuery as ru } from '../ru/category-query.ts';

export const categoryQuery: English<typeof ru> = {
  frames: 'оправа',
  lenses: 'линза',
  sunglasses: 'солнцезащитные',
  children: 'оправы детские',
  contacts: 'контактные линзы',
  care: 'уход за линзами',
  cases: 'футляр',
  accessories: 'аксессуары',
  services: 'услуги',
};
