/** The worker in the form that Vite recognises and bundles. */
export const startSearchWorker = (): Worker => new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module' });
