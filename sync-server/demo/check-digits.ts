/** EAN-13 of its first twelve digits. */
export function ean13(twelve: string): string {
  const sum = [...twelve].reduce((s, digit, i) => s + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

/** Tax number of a company (INN, ten digits) of its first nine. */
export function companyInn(nine: string): string {
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  const sum = weights.reduce((s, weight, i) => s + weight * Number(nine[i]), 0);
  return `${nine}${(sum % 11) % 10}`;
}
