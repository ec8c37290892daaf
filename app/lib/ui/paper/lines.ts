import type { OrderedFrame, OrderedLens } from '$design/documents/order-pair.ts';
import { pieceName } from '$design/stock/piece-code.ts';
import { t } from '$lib/i18n/i18n.ts';
import { formatNumber } from '../text/format.ts';

/** Name, article, diameter, coatings and tint of a lens. */
export const lensText = ({ name, sku, diameter, coatings, tint }: OrderedLens): string =>
  [
    `${name} (${sku})`,
    ...(diameter === null ? [] : [`Ø ${formatNumber(diameter)}`]),
    ...coatings,
    ...(tint === null ? [] : [tint]),
  ].join(', ');

const sizesText = ({ a, b, dbl, ed, temple }: NonNullable<OrderedFrame['sizes']>): string =>
  (
    [
      ['A', a],
      ['B', b],
      ['DBL', dbl],
      ['ED', ed],
      ['T', temple],
    ] as const
  )
    .flatMap(([name, value]) => (value === null ? [] : [`${name}\u00a0${formatNumber(value)}`]))
    .join(' · ');

/** The frame by its name, its boxing sizes and rim; of a client's own how it looked when it was taken in. */
export function frameLines(frame: OrderedFrame): string[] {
  const sizes = frame.sizes ? [`${sizesText(frame.sizes)} · ${t(`paper.rim.${frame.sizes.rim}`)}`] : [];
  const piece = frame.whose === 'ours' && frame.piece ? [pieceName(frame.piece)] : [];
  if (frame.whose === 'ours') return [`${frame.name} (${frame.sku})`, ...piece, ...sizes];
  const condition = [...frame.condition.map((word) => t(`paper.condition.${word}`)), ...(frame.note ? [frame.note] : [])].join(
    ', ',
  );
  return [t('paper.ownFrame', { what: frame.description }), ...(condition ? [condition] : []), ...sizes];
}
