/** A part of the program that is fetched once, when somebody first opens it (docs/decisions/0022). */
export interface Late<T> {
  /** Rejects where the part cannot be fetched; the next call asks anew. */
  open(): Promise<T>;
  /** Runs with the part where it is here or on its way; does nothing where nobody has opened it. */
  whenOpen(work: (part: T) => unknown): void;
}

export function late<T>(fetch: () => Promise<T>): Late<T> {
  let made: Promise<T> | null = null;
  return {
    open() {
      made ??= fetch().catch((error: unknown) => {
        made = null;
        throw error;
      });
      return made;
    },
    whenOpen(work) {
      made?.then(work).catch(() => null);
    },
  };
}
