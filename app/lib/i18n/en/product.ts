import type { English } from '../keys.ts';
import type { product as ru } from '../ru/product.ts';

export const product: English<typeof ru> = {
  size: '{{a}}-{{dbl}}-{{temple}}',
  index: 'index {{index}}',
  sph: 'sph {{min}}…{{max}}',
  bc: 'BC {{bc}}',
  dia: 'DIA {{dia}}',
  pack: 'pack of {{pack}}',
};
