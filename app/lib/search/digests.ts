import type { PricePart } from '$design/documents/catalogue.ts';
import { pieceText, type CataloguePiece } from '$design/folds/catalogue.ts';
import { partText } from '$design/folds/price-list.ts';

/** text → hex. */
export type Sha256 = (text: string) => Promise<string>;

/** Pieces are written in canonical form; a store that has put their keys in another order has not damaged them. */
async function digestOf(stored: string, canonical: () => string, claimed: string, sha256: Sha256): Promise<string> {
  const digest = await sha256(stored);
  return digest === claimed ? digest : sha256(canonical());
}

export const digestOfPiece = (piece: CataloguePiece, sha256: Sha256): Promise<string> =>
  digestOf(
    JSON.stringify({ entries: piece.entries, removed: 'removed' in piece ? piece.removed : [] }),
    () => pieceText(piece),
    piece.digest,
    sha256,
  );

export const digestOfPart = (part: PricePart, sha256: Sha256): Promise<string> =>
  digestOf(JSON.stringify(part.prices), () => partText(part), part.digest, sha256);
