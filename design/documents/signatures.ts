import type { Correction, Refund, Sale, Signature } from './facts.ts';

type Signed = Partial<Pick<Sale, 'lines'> & Pick<Refund, 'override'> & Pick<Correction, 'signed'>>;

/** Everybody whose word a fact leans on: for prices and discounts, for a refund that was refused, for what only a supervisor settles. */
export function signaturesOf({ lines = [], override, signed }: Signed): Signature[] {
  const ofLines = lines.flatMap((line) => [line.override?.signed, ...(line.reasons ?? []).map((reason) => reason.signed)]);
  return [...ofLines, override, signed].filter((one) => one != null);
}
