import type { Typed } from '../../design/catalogue/product-changes.ts';
import {
  contactLensAttributes,
  frameAttributes,
  lensAttributes,
  type CatalogueEntry,
  type Product,
  type ProductKind,
} from '../../design/documents/catalogue.ts';
import { frameFaults, lensFaults } from '../../design/optics/catalogue-faults.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;
type Attributes = Pick<CatalogueEntry, 'frame' | 'lens' | 'contactLens'>;
type Understood = { readonly value: Attributes } | { readonly wrong: readonly string[] };

/** Which of the three kinds of attributes a kind of goods has. */
export const attributesOf = (kind: ProductKind): 'frame' | 'lens' | 'contact' | null =>
  kind === 'frame' || kind === 'sunglasses' ? 'frame' : kind === 'lens' ? 'lens' : kind === 'contact-lens' ? 'contact' : null;

/** Names of the form's fields, by the kind of attributes; titles as the trade says them. */
export const ATTRIBUTE_TITLES = {
  frame: {
    a: 'Ширина проёма A, мм',
    b: 'Высота B, мм',
    ed: 'ED, мм',
    dbl: 'Мостик DBL, мм',
    temple: 'Заушник, мм',
    model: 'Модель',
    colour: 'Цвет',
    colourCode: 'Код цвета',
    material: 'Материал',
    shape: 'Форма',
  },
  lens: {
    index: 'Индекс',
    lensMaterial: 'Материал',
    coatings: 'Покрытия через запятую',
    diameter: 'Диаметр, мм',
    sph: 'Сферы: от, до, шаг',
    cyl: 'Цилиндры: от, до, шаг',
    add: 'Аддидации: от, до, шаг',
    minHeight: 'Мин. высота, мм',
    centre: 'Толщина в центре, мм',
  },
  contact: {
    bc: 'Радиус BC, мм',
    dia: 'Диаметр, мм',
    pack: 'Линз в упаковке',
    contactSph: 'Сферы: от, до, шаг',
    contactMaterial: 'Материал',
    water: 'Влага, %',
    dkt: 'Dk/t',
  },
} as const;

const decimal = (value: number | undefined): string => (value === undefined ? '' : String(value).replace('.', ','));
/** With its sign, as powers are written. */
const power = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${decimal(Math.abs(value))}`;
const span = (range: Lens['sph'] | null | undefined): string =>
  range ? `${power(range.min)} ${power(range.max)} ${decimal(range.step)}` : '';
const band = ({ sphTo, cylTo, price }: Lens['bands'][number]): string =>
  `${decimal(sphTo)}; ${decimal(cylTo)}; ${decimal(price / 100)}`;

/** Attributes as the form shows them; what it does not show (matrices, options, blocks of powers) stays with the article. */
export function attributeFields({ frame, lens, contactLens }: Attributes): Typed {
  return {
    ...(frame && {
      ...{
        a: decimal(frame.a),
        b: decimal(frame.b),
        ed: decimal(frame.ed),
        dbl: decimal(frame.dbl),
        temple: decimal(frame.temple),
      },
      ...{ model: frame.model ?? '', colour: frame.colour, colourCode: frame.colourCode ?? '', material: frame.material },
      ...{ shape: frame.shape ?? '', rim: frame.rim, group: frame.group },
    }),
    ...(lens && {
      ...{ index: decimal(lens.index), design: lens.design, lensMaterial: lens.material, coatings: lens.coatings.join(', ') },
      ...{ diameter: decimal(lens.diameter), sph: span(lens.sph), cyl: span(lens.cyl), add: span(lens.add) },
      ...{ geometry: lens.geometry ?? '', minHeight: decimal(lens.minHeight), centre: decimal(lens.centre) },
      // Of a family with a matrix they have a page of their own.
      ...(lens.matrix === undefined ? { bands: lens.bands.map(band).join('\n') } : {}),
    }),
    ...(contactLens && {
      ...{ bc: decimal(contactLens.bc), dia: decimal(contactLens.dia), pack: String(contactLens.pack) },
      ...{ replacement: contactLens.replacement, contactSph: span(contactLens.sph), contactMaterial: contactLens.material ?? '' },
      ...{ water: decimal(contactLens.water), dkt: decimal(contactLens.dkt) },
    }),
  };
}

/** A form in the hands of its reader: what is wrong is collected. */
class Reader {
  readonly wrong: string[] = [];
  private readonly typed: Typed;
  private readonly titles: Readonly<Record<string, string>>;

  constructor(typed: Typed, titles: Readonly<Record<string, string>>) {
    this.typed = typed;
    this.titles = titles;
  }

  text(field: string): string {
    return (this.typed[field] ?? '').trim();
  }

  says(field: string, what: string): void {
    this.wrong.push(`${this.titles[field] ?? field}: ${what}`);
  }

  maybe(field: string): number | undefined {
    const text = this.text(field);
    if (text === '') return undefined;
    const value = numberOf(text);
    if (value === null) this.says(field, `«${text}» не число`);
    return value ?? undefined;
  }

  number(field: string): number {
    if (this.text(field) === '') this.says(field, 'напишите число');
    return this.maybe(field) ?? 0;
  }

  range(field: string): Lens['sph'] | null {
    const text = this.text(field);
    if (text === '') return null;
    const [min, max, step, ...more] = text.split(/[;\s]+/).map(numberOf);
    if (min == null || max == null || step == null || more.length > 0 || min > max || step <= 0) {
      this.says(field, 'три числа: от, до и шаг, например «−8 +6 0,25»');
      return null;
    }
    return { min, max, step };
  }
}

/** Decimal comma, real minus, plus. */
function numberOf(text: string): number | null {
  const plain = text.replace(/[−–]/g, '-').replace(',', '.').replace(/^\+/, '');
  return /^-?\d{1,6}(\.\d{1,3})?$/.test(plain) ? Number(plain) : null;
}

const optional = (text: string): string | undefined => (text === '' ? undefined : text);
/** Absent rather than undefined: that is how documents are kept. */
const withoutGaps = <T extends object>(fields: T): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function readFrame(reader: Reader, before: Attributes): Attributes {
  const frame = {
    ...before.frame,
    ...{ a: reader.number('a'), dbl: reader.number('dbl'), temple: reader.number('temple') },
    ...{ b: reader.maybe('b'), ed: reader.maybe('ed'), colour: reader.text('colour'), material: reader.text('material') },
    ...{
      model: optional(reader.text('model')),
      colourCode: optional(reader.text('colourCode')),
      shape: optional(reader.text('shape')),
    },
    ...{ rim: reader.text('rim'), group: reader.text('group') },
  };
  const shaped = frameAttributes.safeParse(withoutGaps(frame));
  if (!shaped.success) reader.says('frame', 'выберите тип ободка и для кого');
  else if (reader.wrong.length === 0)
    for (const field of frameFaults(shaped.data)) reader.says(field, 'так не бывает, проверьте');
  return shaped.success ? { frame: shaped.data } : {};
}

function readBands(reader: Reader): Lens['bands'] {
  return reader
    .text('bands')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .flatMap((line) => {
      const [sphTo, cylTo, price, ...more] = line.split(';').map((part) => numberOf(part.trim()));
      if (sphTo != null && cylTo != null && price != null && more.length === 0)
        return [{ sphTo, cylTo, price: Math.round(price * 100) }];
      reader.says('bands', `не понято «${line}»: до сферы; до цилиндра; цена в рублях`);
      return [];
    });
}

function readLens(reader: Reader, before: Attributes): Attributes {
  const [sph, cyl, add] = [reader.range('sph'), reader.range('cyl'), reader.range('add')];
  if (sph === null && reader.text('sph') === '') reader.says('sph', 'напишите от, до и шаг');
  const lens = {
    ...before.lens,
    ...{ index: reader.number('index'), design: reader.text('design'), material: reader.text('lensMaterial') },
    coatings: reader
      .text('coatings')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    ...{ diameter: reader.number('diameter'), sph, cyl: cyl ?? { min: 0, max: 0, step: 0.25 }, add },
    bands: before.lens?.matrix === undefined ? readBands(reader) : before.lens.bands,
    ...{ geometry: optional(reader.text('geometry')), minHeight: reader.maybe('minHeight'), centre: reader.maybe('centre') },
  };
  if (reader.wrong.length > 0) return {};
  const shaped = lensAttributes.safeParse(withoutGaps(lens));
  if (!shaped.success) reader.says('lens', 'силы не сходятся с таблицей цен; меняйте их на странице «Силы и цены»');
  else for (const field of lensFaults(shaped.data)) reader.says(field, 'так не бывает, проверьте');
  return shaped.success ? { lens: shaped.data } : {};
}

function readContactLens(reader: Reader, before: Attributes): Attributes {
  const sph = reader.range('contactSph');
  if (sph === null && reader.text('contactSph') === '') reader.says('contactSph', 'напишите от, до и шаг');
  const lens = {
    ...before.contactLens,
    ...{
      bc: reader.number('bc'),
      dia: reader.number('dia'),
      pack: reader.number('pack'),
      replacement: reader.text('replacement'),
    },
    ...{ sph, material: optional(reader.text('contactMaterial')), water: reader.maybe('water'), dkt: reader.maybe('dkt') },
  };
  if (reader.wrong.length > 0) return {};
  const shaped = contactLensAttributes.safeParse(withoutGaps(lens));
  if (!shaped.success) reader.says('replacement', 'выберите срок замены; линз в упаковке целое число');
  return shaped.success ? { contactLens: shaped.data } : {};
}

const READERS = { frame: readFrame, lens: readLens, contact: readContactLens } as const;
/** Fields that a form always sends, whatever was typed: they alone do not mean that somebody describes the article. */
const CHOSEN = new Set(['rim', 'group', 'design', 'geometry', 'replacement']);
const TYPED = { frame: ['rim', 'group'], lens: ['design', 'geometry', 'bands'], contact: ['replacement'] } as const;

/** Attributes of the kind, all fields empty: none. Those of another kind go when the kind changes. */
export function readAttributes(kind: ProductKind, typed: Typed, before: Product | null): Understood {
  const none: Attributes = { frame: undefined, lens: undefined, contactLens: undefined };
  const which = attributesOf(kind);
  if (which === null) return { value: none };
  const names = [...Object.keys(ATTRIBUTE_TITLES[which]), ...TYPED[which]].filter((name) => !CHOSEN.has(name));
  if (names.every((name) => (typed[name] ?? '').trim() === '')) return { value: none };
  const reader = new Reader(typed, { ...ATTRIBUTE_TITLES[which], bands: 'Полосы цен', frame: 'Оправа', lens: 'Линза' });
  const value = { ...none, ...READERS[which](reader, before ?? {}) };
  return reader.wrong.length > 0 ? { wrong: reader.wrong } : { value };
}
