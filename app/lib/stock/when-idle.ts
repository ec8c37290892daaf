/** Nothing is put off for longer, however busy the page: ms. */
const AT_LATEST = 2_000;

/** Resolves when the page has nothing better to do. */
export const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    requestIdleCallback(() => resolve(), { timeout: AT_LATEST });
  });
