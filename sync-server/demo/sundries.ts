import type { CatalogueEntry, ProductKind } from '../../design/documents/catalogue.ts';
import type { VatRate } from '../../design/money/vat.ts';
import { costOf } from './frames.ts';
import type { EanSource, Item } from './item.ts';
import { priceTag } from './item.ts';
import type { Random } from './random.ts';

const SOLUTIONS = [
  ['Alcon', 'Opti-Free PureMoist', 1_290],
  ['Alcon', 'Opti-Free Express', 990],
  ['Bausch+Lomb', 'Biotrue', 1_190],
  ['Bausch+Lomb', 'ReNu MPS', 790],
  ['Acuvue', 'RevitaLens', 1_090],
  ['AVIZOR', 'Unica Sensitive', 890],
  ['AVIZOR', 'All Clean Soft', 640],
  ['Maxima', 'Maxima Revital', 560],
  ['OKVision', 'OKVision Season', 490],
  ['Menicon', 'SoloCare Aqua', 780],
] as const;
const VOLUMES = [
  [60, 0.45],
  [120, 0.65],
  [300, 1],
  [360, 1.12],
] as const;
const DROPS = [
  ['Alcon', 'Капли увлажняющие Opti-Free Rewetting', 540],
  ['Bausch+Lomb', 'Капли Artelac Всплеск', 690],
  ['URSAPHARM', 'Капли Хило-Комод', 720],
  ['AVIZOR', 'Капли Moisture Drops', 460],
  ['Optosan', 'Спрей для очков и экранов', 290],
  ['Optosan', 'Салфетки влажные для очков, 30 шт.', 240],
  ['Zeiss', 'Набор для ухода за очками Zeiss', 890],
] as const;

const CASES = ['Футляр жёсткий', 'Футляр складной', 'Футляр мягкий', 'Футляр детский', 'Футляр-книжка', 'Чехол-мешочек'];
const LOOKS = ['чёрный', 'коричневый', 'синий', 'бордовый', 'серый', 'бежевый', 'зелёный', 'красный'];
const SMALL = [
  ['Салфетка из микрофибры 15×18', 150],
  ['Салфетка из микрофибры 20×20', 220],
  ['Шнурок для очков', 290],
  ['Цепочка для очков', 690],
  ['Стоппер силиконовый, пара', 190],
  ['Носоупоры силиконовые, пара', 120],
  ['Контейнер для контактных линз', 150],
  ['Пинцет для контактных линз', 130],
  ['Держатель для очков автомобильный', 590],
  ['Клип-накладка поляризационная', 1_490],
] as const;
const HOUSES = ['Optosan', 'Оптима', 'Dackor', 'Megapolis', 'Vizzini', 'Zeiss'] as const;

const SERVICES = [
  ['Проверка зрения', 900, 'none'],
  ['Подбор контактных линз', 1_200, 'none'],
  ['Подбор контактных линз торических', 1_600, 'none'],
  ['Консультация врача-офтальмолога', 1_900, 'none'],
  ['Изготовление очков: ободковая оправа', 800, 'taxed'],
  ['Изготовление очков: полуободковая оправа', 1_100, 'taxed'],
  ['Изготовление очков: безободковая оправа', 1_900, 'taxed'],
  ['Изготовление очков: прогрессивные линзы', 1_500, 'taxed'],
  ['Срочное изготовление за один час', 1_000, 'taxed'],
  ['Тонирование линз, пара', 1_200, 'taxed'],
  ['Пайка оправы', 900, 'taxed'],
  ['Замена винта', 150, 'taxed'],
  ['Замена носоупоров', 200, 'taxed'],
  ['Выправка оправы', 300, 'taxed'],
  ['Ультразвуковая чистка очков', 250, 'taxed'],
  ['Диагностика линз на диоптриметре', 200, 'taxed'],
] as const;

/** Solutions, drops, cases, small things and services: what lies at the counter. Taxed, but for medical examination. */
export function sundries(random: Random, eanOf: EanSource, vat: VatRate): Item[] {
  const items: Item[] = [];
  const add = (
    kind: ProductKind,
    sku: string,
    brand: string,
    name: string,
    category: string,
    roubles: number,
    rate = vat,
  ): void => {
    const service = kind === 'service';
    const entry: CatalogueEntry = {
      sku,
      name,
      brand,
      kind,
      category,
      ean: service ? null : eanOf('460'),
      price: priceTag(roubles),
      vat: rate,
      subject: service ? 'service' : 'goods',
    };
    items.push({ entry, cost: service ? 0 : costOf(entry.price, 0.35, 0.6, random), supplier: 'OptMarket' });
  };
  let serial = 1000;
  for (const [brand, name, price] of SOLUTIONS) {
    for (const [volume, level] of VOLUMES) {
      add('care', `CR-${++serial}`, brand, `Раствор ${name}, ${volume} мл`, 'Уход за линзами', price * level);
    }
  }
  for (const [brand, name, price] of DROPS) add('care', `CR-${++serial}`, brand, name, 'Уход за линзами', price);
  serial = 1000;
  for (const house of HOUSES) {
    for (const name of CASES) {
      for (const look of LOOKS) {
        add('accessory', `AC-${++serial}`, house, `${name} ${house}, ${look}`, 'Футляры', 390 + random.int(0, 110) * 10);
      }
    }
    for (const [name, price] of SMALL) {
      for (const look of LOOKS.slice(0, 4)) {
        add('accessory', `AC-${++serial}`, house, `${name} ${house}, ${look}`, 'Аксессуары', price * (0.9 + random.next() * 0.4));
      }
    }
  }
  serial = 100;
  for (const [name, price, tax] of SERVICES)
    add('service', `SV-${++serial}`, '', name, 'Услуги', price, tax === 'none' ? 'none' : vat);
  return items;
}
