const WEIGHTS = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8] as const;

const checkDigit = (digits: readonly number[], weights: readonly number[]): number =>
  (weights.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0) % 11) % 10;

/** A person's tax number (tag 1203): twelve digits, the last two of which check the others. */
export function isPersonInn(text: string): boolean {
  if (!/^\d{12}$/.test(text) || /^0+$/.test(text)) return false;
  const digits = [...text].map(Number);
  return checkDigit(digits, WEIGHTS.slice(1)) === digits[10] && checkDigit(digits, WEIGHTS) === digits[11];
}
