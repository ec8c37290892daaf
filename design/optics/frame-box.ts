/** A frame by the boxing system (GOST R 71007-2023, ISO 8624), mm; ours from the catalogue or the client's own as measured. */
export interface FrameBox {
  readonly a: number;
  readonly dbl: number;
  readonly b?: number | undefined;
  readonly ed?: number | undefined;
}

/** Distance between the boxed centres of both eyes, mm: A + DBL. */
export const frameDistance = ({ a, dbl }: FrameBox): number => a + dbl;

/** `54□18-140` as it stands on a temple: A, DBL and the temple's length, mm. */
export const frameSize = ({ a, dbl, temple }: FrameBox & { readonly temple: number }): string => `${a}□${dbl}-${temple}`;

/**
 * Effective diameter, mm. Where it was not measured it lies between the longer side of the box, which every shape touches, and the box's
 * diagonal, which a rectangle has; `most` is `null` where B is not known either.
 */
export function effectiveDiameter({ a, b, ed }: FrameBox): { readonly least: number; readonly most: number | null } {
  if (ed !== undefined) return { least: ed, most: ed };
  return b === undefined ? { least: a, most: null } : { least: Math.max(a, b), most: Math.hypot(a, b) };
}
