import { ean13 } from '../../../sync-server/demo/check-digits.ts';
import type { Random } from '../../../sync-server/demo/random.ts';

/** An article as a supplier knows it. Prices in kopecks. */
export interface Article {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly brand: string;
  readonly ean: string;
  readonly price: number;
  readonly cost: number;
  readonly stock: number;
}

const BRANDS = [
  'Ray-Ban',
  'Vogue',
  'Polaroid',
  'Oakley',
  'Carrera',
  'Mario Rossi',
  'Neolook',
  'Genex',
  'St. Louise',
  'Enni Marco',
];
const MODELS = ['Авиатор', 'Клабмастер', 'Вайфарер', 'Панто', 'Бабочка', 'Квадро', 'Овал', 'Спорт'];
const COLOURS = ['чёрный', 'гавана', 'золото', 'серебро', 'бордо', 'синий', 'прозрачный', 'леопард'];

/** Frames with codes and barcodes of their own: article `n` of a supplier `prefix` is the same in every file of a seed. */
export function article(random: Random, prefix: string, n: number): Article {
  const brand = random.pick(BRANDS);
  const cost = random.int(900, 9_000) * 100;
  return {
    sku: `${prefix}-${String(n).padStart(6, '0')}`,
    name: `Оправа ${brand} ${random.pick(MODELS)} ${n} ${random.pick(COLOURS)}`,
    category: 'Оправы',
    brand,
    ean: ean13(
      `46${[...prefix].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 100}`.padEnd(5, '0') + String(n).padStart(7, '0'),
    ),
    price: Math.round((cost * random.int(160, 260)) / 10_000) * 100,
    cost,
    stock: random.int(0, 40),
  };
}
