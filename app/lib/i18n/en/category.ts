import type { English } from '../keys.ts';
import type { category as ru } from '../ru/category.ts';

export const category: English<typeof ru> = {
  frames: 'Frames',
  lenses: 'Lenses',
  sunglasses: 'Sunglasses',
  children: 'Children’s frames',
  contacts: 'Contact lenses',
  care: 'Solutions and care',
  cases: 'Cases',
  accessories: 'Accessories',
  services: 'Services',
};
