import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { PairDetails } from '$design/documents/order-pair.ts';
import { NO_FITTING, type DraftFrame, type DraftLens, type PairDraft } from '$design/orders/pair-draft.ts';

/**
 * A pair of an order with its articles, to be changed. What is not sold any more is left out: whoever changes the pair chooses anew. Options
 * are found by what the lens has beyond what its family comes with.
 */
export async function draftOfPair(
  pair: PairDetails,
  bySkus: (skus: readonly string[]) => Promise<readonly CatalogueEntry[]>,
): Promise<PairDraft> {
  const skus = [
    pair.od?.sku,
    pair.os?.sku,
    pair.frame?.whose === 'ours' ? pair.frame.sku : null,
    ...pair.work.map(({ sku }) => sku),
  ];
  const entries = new Map((await bySkus([...new Set(skus.flatMap((sku) => sku ?? []))])).map((entry) => [entry.sku, entry]));
  const lens = (ordered: PairDetails['od']): DraftLens | null => {
    const entry = ordered && entries.get(ordered.sku);
    if (!ordered || !entry?.lens) return null;
    const tints = ordered.tint?.split(', ') ?? [];
    const wanted = (entry.lens.options ?? []).filter(({ code, name }) => ordered.coatings.includes(code) || tints.includes(name));
    const options = wanted.map(({ code }) => code).filter((code) => !entry.lens!.coatings.includes(code));
    return { entry, options, stock: ordered.source === 'stock' };
  };
  const ours = pair.frame?.whose === 'ours' ? entries.get(pair.frame.sku) : undefined;
  const frame: DraftFrame | null =
    pair.frame?.whose === 'own' ? pair.frame : ours ? { whose: 'ours', entry: ours, ...pieceOf(pair) } : null;
  return {
    ...{ purpose: pair.purpose, prescription: pair.prescription, frame, od: lens(pair.od), os: lens(pair.os) },
    ...{ only: pair.only ?? null, fitting: pair.fitting ?? NO_FITTING, rush: pair.rush === true },
    work: pair.work.flatMap(({ sku }) => entries.get(sku) ?? []),
  };
}

const pieceOf = ({ frame }: PairDetails): { readonly piece?: string } =>
  frame?.whose === 'ours' && frame.piece ? { piece: frame.piece } : {};
