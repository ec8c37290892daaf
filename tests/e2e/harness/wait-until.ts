/** Asks until `fact` answers something truthy and returns that; a fact that throws is asked again. Fails at the deadline (ms) with the last error. */
export async function waitUntil<T>(
  what: string,
  fact: () => Promise<T> | T,
  { within = 60_000, every = 50 }: { within?: number; every?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const answer = await fact();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`not within ${within} ms: ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
