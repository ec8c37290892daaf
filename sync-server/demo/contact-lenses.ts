import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { costOf } from './frames.ts';
import type { EanSource, Item } from './item.ts';
import { priceTag } from './item.ts';
import type { Random } from './random.ts';

type ContactLens = NonNullable<CatalogueEntry['contactLens']>;
type Replacement = ContactLens['replacement'];
interface Line {
  readonly brand: string;
  readonly name: string;
  readonly code: string;
  readonly bc: readonly number[];
  readonly dia: number;
  readonly packs: readonly number[];
  /** Roubles a lens in the smallest pack. */
  readonly each: number;
  readonly replacement: Replacement;
}

const line = (
  brand: string,
  name: string,
  code: string,
  bc: readonly number[],
  dia: number,
  packs: readonly number[],
  each: number,
  replacement: Replacement,
): Line => ({ brand, name, code, bc, dia, packs, each, replacement });

const LINES: readonly Line[] = [
  line('Acuvue', 'Acuvue Oasys', 'AO', [8.4, 8.8], 14.0, [6, 12, 24], 330, 'two-weeks'),
  line('Acuvue', 'Acuvue Oasys 1-Day', 'AOD', [8.5, 9.0], 14.3, [30, 90, 180], 78, 'day'),
  line('Acuvue', '1-Day Acuvue Moist', 'AM', [8.5, 9.0], 14.2, [30, 90, 180], 66, 'day'),
  line('Acuvue', '1-Day Acuvue TruEye', 'AT', [8.5, 9.0], 14.2, [30, 90], 85, 'day'),
  line('Alcon', 'Air Optix plus HydraGlyde', 'AH', [8.6], 14.2, [3, 6], 640, 'month'),
  line('Alcon', 'Air Optix Night & Day Aqua', 'AN', [8.4, 8.6], 13.8, [3, 6], 890, 'month'),
  line('Alcon', 'Dailies Total 1', 'DT', [8.5], 14.1, [30, 90], 105, 'day'),
  line('Alcon', 'Dailies AquaComfort Plus', 'DA', [8.7], 14.0, [30, 90], 62, 'day'),
  line('Alcon', 'Precision 1', 'P1', [8.3], 14.2, [30, 90], 88, 'day'),
  line('CooperVision', 'Biofinity', 'BF', [8.6], 14.0, [3, 6], 590, 'month'),
  line('CooperVision', 'MyDay', 'MD', [8.4], 14.2, [30, 90], 92, 'day'),
  line('CooperVision', 'Clariti 1 day', 'C1', [8.6], 14.1, [30, 90], 64, 'day'),
  line('CooperVision', 'Avaira Vitality', 'AV', [8.4], 14.2, [3, 6], 430, 'two-weeks'),
  line('CooperVision', 'Proclear 1 day', 'PC', [8.7], 14.2, [30, 90], 68, 'day'),
  line('Bausch+Lomb', 'Ultra', 'UL', [8.5], 14.2, [3, 6], 690, 'month'),
  line('Bausch+Lomb', 'PureVision 2', 'PV', [8.6], 14.0, [3, 6], 620, 'month'),
  line('Bausch+Lomb', 'Biotrue ONEday', 'BO', [8.6], 14.2, [30, 90], 72, 'day'),
  line('Bausch+Lomb', 'SofLens 59', 'S5', [8.6], 14.2, [6], 240, 'month'),
  line('Bausch+Lomb', 'SofLens Daily Disposable', 'SD', [8.6], 14.2, [30, 90], 55, 'day'),
  line('OKVision', 'OKVision PrimaBio', 'OK', [8.6], 14.0, [2, 6], 380, 'month'),
  line('Maxima', 'Maxima 38 FW', 'MX', [8.6], 14.0, [4], 360, 'quarter'),
];

const FORMS = [
  { suffix: '', code: '', level: 1 },
  { suffix: ' for Astigmatism', code: 'T', level: 1.3 },
  { suffix: ' Multifocal', code: 'M', level: 1.5 },
] as const;

const EVERY_TEN = Array.from({ length: 18 }, (_, i) => (i + 1) * 10);
const ROUND_THE_MAIN = [10, 20, 70, 80, 90, 100, 110, 160, 170, 180];

/** Powers as makers print them: quarters to ±6, halves beyond; toric ones with few cylinders, the strongest near the main axes alone. */
const POWERS: Readonly<Record<(typeof FORMS)[number]['code'], Pick<ContactLens, 'powers' | 'adds'>>> = {
  '': {
    powers: [
      { sph: { min: -12, max: -6.5, step: 0.5 } },
      { sph: { min: -6, max: 6, step: 0.25 } },
      { sph: { min: 6.5, max: 8, step: 0.5 } },
    ],
  },
  T: {
    powers: [
      { sph: { min: -6, max: 4, step: 0.25 }, cyl: [-0.75, -1.25, -1.75], axes: EVERY_TEN },
      { sph: { min: -6, max: 4, step: 0.25 }, cyl: [-2.25], axes: ROUND_THE_MAIN },
      { sph: { min: -9, max: -6.5, step: 0.5 }, cyl: [-0.75, -1.25, -1.75], axes: ROUND_THE_MAIN },
    ],
  },
  M: {
    adds: [
      { code: 'LOW', from: 0.75, to: 1.25 },
      { code: 'MED', from: 1.5, to: 1.75 },
      { code: 'HIGH', from: 2, to: 2.5 },
    ],
  },
};

/** A product a line, curve, form and pack; the power is chosen at the sale from the range. Corrective, hence exempt. */
export function contactLenses(random: Random, eanOf: EanSource): Item[] {
  return LINES.flatMap((l) =>
    FORMS.flatMap((form) =>
      l.bc.flatMap((bc) =>
        l.packs.map((pack): Item => {
          const bulk = pack === l.packs[0] ? 1 : 0.92;
          const entry: CatalogueEntry = {
            sku: `${l.code}${form.code}-${pack}-${Math.round(bc * 10)}`,
            name: `Контактные линзы ${l.name}${form.suffix}, ${pack} шт., BC ${bc.toFixed(1)} DIA ${l.dia.toFixed(1)}`,
            brand: l.brand,
            kind: 'contact-lens',
            category: 'Контактные линзы',
            ean: eanOf(l.brand === 'OKVision' || l.brand === 'Maxima' ? '880' : '733'),
            price: priceTag(l.each * form.level * bulk * pack),
            vat: 'none',
            subject: 'goods',
            contactLens: {
              bc,
              dia: l.dia,
              pack,
              replacement: l.replacement,
              sph: { min: -12, max: 8, step: 0.25 },
              ...POWERS[form.code],
            },
          };
          return { entry, cost: costOf(entry.price, 0.58, 0.7, random), supplier: 'LensSupply' };
        }),
      ),
    ),
  );
}
