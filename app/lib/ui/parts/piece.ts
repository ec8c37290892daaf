/** A piece nobody has pressed anything for is asked for again after so long, ms. */
const AGAIN = 5_000;

/**
 * A piece of the program that somebody has just asked for. What could not be fetched is asked for once more at once; then the promise
 * rejects, what went wrong is left for the diagnostics, and a person is told.
 */
export async function fetchPiece<M>(load: () => Promise<M>): Promise<M> {
  try {
    return await load().catch(load);
  } catch (error) {
    reportError(error);
    throw error;
  }
}

/** A piece that comes by itself behind the first paint: fetched until it is here. Never rejects. */
export async function untilHere<M>(load: () => Promise<M>): Promise<M> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}
