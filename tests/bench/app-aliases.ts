import { registerHooks } from 'node:module';

/** The app's own import names, for a program that runs its code in Node without a bundler. Imported before what needs them. */
const FOLDERS: Readonly<Record<string, string>> = { $design: '../../design', $lib: '../../app/lib' };

registerHooks({
  resolve(specifier, context, next) {
    const [head = '', ...rest] = specifier.split('/');
    const folder = FOLDERS[head];
    return folder === undefined
      ? next(specifier, context)
      : next(new URL([folder, ...rest].join('/'), import.meta.url).href, context);
  },
});
