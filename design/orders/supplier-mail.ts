import type { OrderedPower } from '../documents/order-pair.ts';
import { dioptres } from '../optics/lens-price.ts';
import { polarOf } from '../optics/prescription/prism.ts';
import { jobsOf, type JobLens } from './vca-job.ts';
import type { LensLine } from './lens-needs.ts';
import { SIDES, type Side } from './words.ts';

export interface SupplierMail {
  readonly subject: string;
  readonly text: string;
}

const EYES: Readonly<Record<Side, string>> = { od: 'OD (правый)', os: 'OS (левый)' };
const decimal = (value: number): string => String(value).replace('.', ',');

/** `sph −2,25 cyl −0,75 ax 180`: as the supplier's clerk types it in; minus notation. */
function powerWords({ sph, cyl, axis, add, prism }: OrderedPower, eye: Side): string {
  const polar = polarOf(prism, eye);
  return [
    `sph ${dioptres(sph)}`,
    ...(cyl ? [`cyl ${dioptres(cyl)} ax ${axis}`] : []),
    ...(add === null ? [] : [`add ${dioptres(add)}`]),
    ...(polar ? [`prism ${decimal(Math.round(polar.amount * 100) / 100)}Δ основание ${Math.round(polar.base)}°`] : []),
  ].join(' ');
}

function lensWords(lens: JobLens, eye: Side, multifocal: boolean): string {
  const more = [
    ...(lens.diameter === null ? [] : [`Ø ${decimal(lens.diameter)}`]),
    ...(lens.coatings.length > 0 ? [`покрытие ${lens.coatings.join(', ')}`] : []),
    ...(lens.tint === null ? [] : [`окраска ${lens.tint}`]),
    ...(lens.pd === null ? [] : [`РЦ ${decimal(lens.pd)}`]),
    ...(lens.height === null || !multifocal ? [] : [`высота ${decimal(lens.height)}`]),
  ];
  return `  ${EYES[eye]}: ${[`${lens.sku}, ${powerWords(lens.power, eye)}`, ...more].join(', ')}`;
}

/** Who orders: what stands under a letter. `customer`: the supplier's own number of this shop. */
export interface OrderingShop {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly customer: string | null;
}
const underneath = ({ name, address, phone, customer }: OrderingShop): string =>
  [...(customer ? [`Наш номер клиента: ${customer}`] : []), name, address, ...(phone ? [`Тел. ${phone}`] : [])]
    .filter((line) => line !== '')
    .join('\n');

const lensesOf = (lines: readonly LensLine[]): string[] =>
  jobsOf(lines).map(({ job, rush, remake, tray, multifocal, ...pair }) => {
    const marks = [...(rush ? ['СРОЧНО'] : []), ...(remake ? ['переделка'] : []), ...(tray === null ? [] : [`лоток ${tray}`])];
    const lenses = SIDES.flatMap((eye) => (pair[eye] ? [lensWords(pair[eye], eye, multifocal)] : []));
    return [`${job}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`, ...lenses].join('\n');
  });

/** The order as a letter to a supplier, Russian. Nothing of the client is in it: the supplier knows the job's number only. */
export function supplierMail(number: string, shop: OrderingShop, lines: readonly LensLine[], attached = false): SupplierMail {
  const text = [
    'Здравствуйте!',
    `Просим принять заказ № ${number} на линзы, штук: ${lines.length}.`,
    ...(attached ? ['То же самое приложено файлом заданий VCA.'] : []),
    ...lensesOf(lines),
    'Пожалуйста, укажите номер каждого заказа на упаковке линз.',
    underneath(shop),
  ].join('\n\n');
  return { subject: `Заказ линз № ${number}, ${shop.name}`, text };
}

/** What calls an order off. @param whole nothing of it is left; otherwise `lines` are all that were called off so far */
export function withdrawalMail(number: string, shop: OrderingShop, lines: readonly LensLine[], whole: boolean): SupplierMail {
  const text = [
    'Здравствуйте!',
    whole
      ? `Просим отменить заказ № ${number} целиком, линз: ${lines.length}.`
      : `Просим отменить в заказе № ${number} линз: ${lines.length}. Остальное остаётся в силе.`,
    ...lensesOf(lines),
    'Пожалуйста, подтвердите отмену или сообщите, если линзы уже изготовлены.',
    underneath(shop),
  ].join('\n\n');
  const what = whole ? 'Отмена заказа линз' : 'Изменение заказа линз';
  return { subject: `${what} № ${number}, ${shop.name}`, text };
}
