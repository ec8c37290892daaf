/** Retail price levels of frames and sunglasses in Russian chains, roubles. */
export interface Brand {
  readonly name: string;
  /** Prefix of our SKU. */
  readonly code: string;
  /** What stands before the model number: `RB 5154`. */
  readonly model: string;
  readonly from: number;
  readonly to: number;
  /** How much of the wall it takes. */
  readonly share: number;
  /** GS1 prefix of its makers' codes. */
  readonly gs1: string;
  readonly sun: boolean;
}

const brand = (
  name: string,
  code: string,
  model: string,
  from: number,
  to: number,
  share: number,
  gs1: string,
  sun = true,
): Brand => ({ name, code, model, from, to, share, gs1, sun });

export const BRANDS: readonly Brand[] = [
  brand('Ray-Ban', 'RB', 'RB', 12_900, 22_900, 9, '805'),
  brand('Vogue', 'VO', 'VO', 8_400, 13_900, 8, '805'),
  brand('Oakley', 'OX', 'OX', 12_400, 21_500, 4, '888'),
  brand('Emporio Armani', 'EA', 'EA', 13_500, 21_900, 5, '805'),
  brand('Versace', 'VE', 'VE', 19_900, 34_900, 3, '805'),
  brand('Dolce & Gabbana', 'DG', 'DG', 21_900, 36_900, 3, '805'),
  brand('Prada', 'PR', 'VPR', 24_900, 41_900, 3, '805'),
  brand('Persol', 'PO', 'PO', 22_900, 33_900, 2, '805'),
  brand('Michael Kors', 'MK', 'MK', 12_400, 19_900, 3, '725'),
  brand('Polaroid', 'PLD', 'PLD D', 4_900, 8_900, 8, '716'),
  brand('Carrera', 'CA', 'CA', 9_400, 15_900, 4, '716'),
  brand('Boss', 'BO', 'BOSS', 13_400, 21_900, 3, '716'),
  brand('Tommy Hilfiger', 'TH', 'TH', 8_900, 14_900, 4, '716'),
  brand('Max Mara', 'MM', 'MM', 17_900, 28_900, 2, '889'),
  brand('Guess', 'GU', 'GU', 7_900, 13_400, 5, '889'),
  brand('Tom Ford', 'FT', 'FT', 26_900, 44_900, 2, '889'),
  brand('Furla', 'VFU', 'VFU', 13_900, 21_900, 2, '190'),
  brand('Police', 'VPL', 'VPL', 9_900, 15_900, 3, '190'),
  brand('Lacoste', 'LA', 'L', 10_900, 17_900, 3, '886'),
  brand('Calvin Klein', 'CK', 'CK', 9_900, 16_400, 4, '886'),
  brand('Silhouette', 'SI', 'SPX', 32_900, 48_900, 1, '900', false),
  brand('Megapolis', 'MP', 'Mod.', 3_400, 6_400, 7, '460', false),
  brand('Dackor', 'DA', 'Mod.', 2_900, 5_900, 7, '460', false),
  brand('Nikitana', 'NI', 'NI', 1_490, 3_400, 8, '697', false),
  brand('Glory', 'GL', 'Mod.', 1_290, 2_900, 8, '697', false),
  brand('Неолук', 'NE', 'N', 2_400, 4_900, 6, '460', false),
  brand('Baniss', 'BA', 'B', 2_900, 5_400, 5, '697'),
  brand('Santarelli', 'SA', 'S', 1_690, 3_900, 5, '697'),
];

/** Maker's colour code and what people call it. */
export const COLOURS: readonly (readonly [code: string, name: string])[] = [
  ['2000', 'чёрный'],
  ['2012', 'гавана'],
  ['2034', 'чёрный/прозрачный'],
  ['5082', 'синий'],
  ['5377', 'коричневый'],
  ['5629', 'бордовый'],
  ['807', 'чёрный глянцевый'],
  ['086', 'тёмная гавана'],
  ['PJP', 'синий матовый'],
  ['003', 'чёрный матовый'],
  ['2500', 'золото'],
  ['2501', 'серебро'],
  ['2620', 'золото/чёрный'],
  ['3134', 'розовое золото'],
  ['R80', 'рутений'],
  ['KB7', 'серый'],
  ['1ED', 'зелёный'],
  ['900', 'прозрачный'],
  ['LHF', 'бордо'],
  ['B3V', 'фиолетовый'],
];

export const SUN_LENSES = ['G-15 зелёные', 'серый градиент', 'коричневый градиент', 'серые поляризационные', 'синие зеркальные'];
