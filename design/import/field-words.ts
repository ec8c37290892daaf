import type { ImportField } from './fields.ts';

/** What people call the columns of a price list. */
export const FIELD_WORDS: Readonly<Record<ImportField, string>> = {
  ...{ sku: 'Артикул', supplierCode: 'Код у поставщика', ean: 'Штрихкод', name: 'Название', brand: 'Бренд' },
  ...{ category: 'Раздел', kind: 'Вид товара', price: 'Цена продажи', cost: 'Закупочная цена', vat: 'НДС', stock: 'Остаток' },
  ...{ currency: 'Валюта', pack: 'Штук в упаковке', markRequired: 'Маркировка' },
  ...{ model: 'Модель', colour: 'Цвет', colourCode: 'Код цвета', size: 'Размер', dbl: 'Переносица', temple: 'Заушник' },
  ...{ material: 'Материал', rim: 'Ободок', group: 'Для кого', index: 'Индекс', diameter: 'Диаметр' },
  ...{ sphFrom: 'Sph от', sphTo: 'Sph до', cylFrom: 'Cyl от', cylTo: 'Cyl до', add: 'Аддидация', bc: 'Кривизна (BC)' },
  ...{ axis: 'Оси', packSize: 'Линз в упаковке', replacement: 'Срок замены' },
};
