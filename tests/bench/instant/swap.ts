import { registerHooks } from 'node:module';

/**
 * Preloaded (`--import`) into the gateway's own main.ts: the very program, with one file replaced, so that its register is an instant one
 * in its own process. Everything else (journal, HTTP, phase 2) is as a shop runs it.
 */
const REAL = new URL('../../../fiscal-gateway/devices/open.ts', import.meta.url).href;
const INSTANT = new URL('./devices.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url === REAL && context.parentURL !== INSTANT ? { ...found, url: INSTANT } : found;
  },
});
