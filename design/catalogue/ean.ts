/** Thirteen digits whose last one is the check digit of the others (ISO/IEC 15420). */
export function isEan13(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false;
  const sum = Array.from(text.slice(0, 12), Number).reduce((all, digit, i) => all + digit * (i % 2 === 0 ? 1 : 3), 0);
  return (10 - (sum % 10)) % 10 === Number(text[12]);
}
