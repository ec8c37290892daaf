import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { Profile } from '../../e2e/harness/browser.ts';
import { freePort } from '../../e2e/harness/ports.ts';
import { plainSource } from './source.ts';

export interface PlainReplication {
  /** Ms to the first stored batch and to the last one, and how many documents. */
  readonly first: number;
  readonly all: number;
  readonly documents: number;
}

/** The usual way, for comparison: every product a document, PouchDB pulls them into a fresh profile. */
export async function plainReplication(products: readonly { sku: string }[]): Promise<PlainReplication> {
  const script = await bundle();
  const documents = products.map((product) => ({ _id: `product:${product.sku}`, ...product }));
  const page = `<!doctype html><meta charset="utf-8"><title>plain</title><script type="module">${script}</script>`;
  const server = plainSource(documents, page);
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const profile = new Profile();
  try {
    const context = await profile.open();
    const tab = context.pages()[0] ?? (await context.newPage());
    await tab.goto(`http://localhost:${port}/`);
    return await tab.evaluate(() => (window as unknown as { plainReplication(): Promise<PlainReplication> }).plainReplication());
  } finally {
    await profile.delete();
    server.closeAllConnections();
    server.close();
  }
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      lib: { entry: fileURLToPath(new URL('./client.ts', import.meta.url)), formats: ['es'], fileName: 'client' },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output && 'output' in output ? output.output.find((part) => part.type === 'chunk') : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the baseline did not build');
  return chunk.code.replaceAll('</script', '<\\/script');
}
