import { canonicalJson } from '../canonical-json.ts';
import type { SupplierLetter } from '../documents/supplier-order.ts';
import type { LensLine } from './lens-needs.ts';
import { supplierMail, type OrderingShop } from './supplier-mail.ts';
import { jobsOf, vcaOf } from './vca-job.ts';
import { writeVca } from './vca.ts';
import type { SupplierFormat } from './words.ts';

/** What a supplier's order is written from, whatever the format. */
interface Ordering {
  readonly number: string;
  readonly shop: OrderingShop;
  readonly lines: readonly LensLine[];
}
/** What goes out: a letter, and a file with it where the format has one. */
export type SupplierText = Omit<SupplierLetter, 'at'>;

export const vcaText = (lines: readonly LensLine[]): string => writeVca(jobsOf(lines).map(vcaOf));

/** One writer a format. b2bOptic XML is to be a third one here, a file beside the same letter. */
const WRITERS: Readonly<Record<SupplierFormat, (ordering: Ordering) => SupplierText>> = {
  letter: ({ number, shop, lines }) => ({ ...supplierMail(number, shop, lines), file: null }),
  vca: ({ number, shop, lines }) => ({
    ...supplierMail(number, shop, lines, true),
    file: { name: vcaName(number), text: vcaText(lines) },
  }),
};

export const vcaName = (number: string): string => `lens-order-${number.replace(/[^\w.-]/g, '_') || 'new'}.vca`;

export const writeOrder = (format: SupplierFormat, ordering: Ordering): SupplierText => WRITERS[format](ordering);

/** What a digest of a letter is of: the same bytes on the tablet and on the server. */
export const letterBytes = ({ subject, text, file }: SupplierText): string => canonicalJson({ subject, text, file });
