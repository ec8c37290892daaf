import { createInstance } from 'i18next';
import { ru } from './ru.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: { app: typeof ru };
    returnNull: false;
  }
}

const i18n = createInstance();
void i18n.init({
  lng: 'ru',
  defaultNS: 'app',
  resources: { ru: { app: ru } },
  // Svelte escapes what it draws.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The sentence of a key; a key that no language knows does not compile. */
export const t = i18n.getFixedT('ru');
