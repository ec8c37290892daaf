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

/** The order as a letter to a supplier, Russian. Nothing of the client is in it: the supplier knows the job's number only. */
export function supplierMail(
  number: string,
  shop: { readonly name: string; readonly address: string },
  lines: readonly LensLine[],
): SupplierMail {
  const jobs = jobsOf(lines).map(({ job, rush, remake, tray, multifocal, ...pair }) => {
    const marks = [...(rush ? ['СРОЧНО'] : []), ...(remake ? ['переделка'] : []), ...(tray === null ? [] : [`лоток ${tray}`])];
    const lenses = SIDES.flatMap((eye) => (pair[eye] ? [lensWords(pair[eye], eye, multifocal)] : []));
    return [`${job}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`, ...lenses].join('\n');
  });
  const text = [
    'Здравствуйте!',
    `Просим принять заказ № ${number} на линзы, штук: ${lines.length}.`,
    ...jobs,
    'Пожалуйста, укажите номер каждого заказа на упаковке линз.',
    `${shop.name}\n${shop.address}`,
  ].join('\n\n');
  return { subject: `Заказ линз № ${number}, ${shop.name}`, text };
}
