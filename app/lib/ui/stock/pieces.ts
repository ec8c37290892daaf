/** Pieces as a person types them: «12», «0,5»; `null`: no number, or less than none. Thousandths at the finest. */
export function piecesOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  if (!/^\d{1,6}(?:\.\d{1,3})?$/.test(plain)) return null;
  return Number(plain);
}
