/** An exact decimal number: `units` × 10^−`scale`. Supplier prices are read in it, so that no binary fraction creeps into money. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/**
 * The decimal that a spreadsheet shows for the number it stores: 15 significant digits, as Excel keeps them (1249.9999999999998 is 1250).
 * `null` for what is not finite or has no plain spelling.
 */
export function decimalOf(value: number): Decimal | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return null;
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(Number(value.toPrecision(15))));
  if (!match) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return scale < 0 ? { units: digits * 10n ** BigInt(-scale), scale: 0 } : { units: digits, scale };
}

/** From digits as a person wrote them: `1250` and `05` are 1250.05. */
export const decimalFrom = (isNegative: boolean, whole: string, fraction: string): Decimal => ({
  units: BigInt(`${isNegative ? '-' : ''}${whole || '0'}${fraction}`),
  scale: fraction.length,
});

export const numberFrom = ({ units, scale }: Decimal): number => Number(units) / 10 ** scale;

/** Half away from zero of `n / d`, `d` positive. */
export function divideHalfUp(n: bigint, d: bigint): bigint {
  const size = n < 0n ? -n : n;
  const rounded = (2n * size + d) / (2n * d);
  return n < 0n ? -rounded : rounded;
}
