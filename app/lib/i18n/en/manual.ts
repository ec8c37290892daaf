import type { English } from '../keys.ts';
import type { manual as ru } from '../ru/manual.ts';

export const manual: English<typeof ru> = {
  title: 'Product by hand',
  text: 'Where the catalogue lacks it. The line is marked, the administrator sees it.',
  name: 'Name for the receipt',
  code: 'Code on the package',
  price: 'Price a piece, ₽',
  vat: 'VAT',
  vatNone: 'No VAT',
  vatRate: '{{rate}} %',
  what: 'What is sold',
  kind: {
    frame: 'Frame',
    lens: 'Spectacle lens',
    'contact-lens': 'Contact lenses',
    sunglasses: 'Sunglasses',
    care: 'Care',
    accessory: 'Accessory',
    service: 'Service',
  },
  add: 'Add to the receipt',
  badPrice: 'Enter a price above zero',
  badName: 'Enter a name',
  noRight: 'Your role cannot enter products by hand',
};
