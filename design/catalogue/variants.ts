import type { Product } from '../documents/catalogue.ts';

/** An article of a model: which one, and what tells it from the others. */
export interface Variant {
  /** The same of all articles of one model. */
  readonly model: string;
  /** «чёрный 2000 · 51-20-135» (boxing system: A, DBL, temple). */
  readonly words: string;
}

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * Frames and sunglasses come as a model in several colours and sizes, each an article with a code and a price of its own (requirement
 * E-01). Articles of one brand with one model are variants of it, however either is spelled. `null`: the article names no model.
 */
export function variantOf({ brand, frame }: Pick<Product, 'brand' | 'frame'>): Variant | null {
  const model = plain(frame?.model ?? '');
  if (!frame || model === '') return null;
  const colour = [frame.colour, frame.colourCode ?? ''].filter((text) => text !== '').join(' ');
  const size = [frame.a, frame.dbl, frame.temple].join('-');
  return { model: `${plain(brand)} ${model}`, words: [colour, size].filter((text) => text !== '').join(' · ') };
}

/** Fields of an article's form that a further variant of its model does not share: its codes, and what makes it another one. */
export const OWN_OF_VARIANT: ReadonlySet<string> = new Set(['ean', 'supplierCode', 'colour', 'colourCode']);
