import type { ErrorTexts } from '$design/errors.en.ts';
import { ru } from './ru/index.ts';
import type { Key, Values } from './keys.ts';
import { textOf } from './text-of.ts';

/**
 * The words of the screens, in Russian and English. How it is laid out:
 *
 * - `ru/<section>.ts` and `en/<section>.ts`: one file a section, named like the first part of its keys (`t('bufferAlert.x')` is in
 *   `buffer-alert.ts`); one line in each language's index. The English file is typed `English<typeof ru>`: a key that it lacks or has
 *   too many does not compile.
 * - `index.ts` holds the sections of the first load (the sale path, status bar, what any screen uses); `later.ts` those of screens
 *   and dialogs that load by themselves (history, settings …): they are there before any other route than `/` draws. A dialog that
 *   the till loads later and that has words in `later.ts` awaits `laterTexts()` of `language.svelte.ts` beside its import.
 * - Values stand in double braces: `{{name}}`; a missing one does not compile. Plurals are `_one`, `_few`, `_many`, `_other` in
 *   Russian, `_one` and `_other` in English, chosen by the value `count`.
 * - `t` is reactive: in a template, a function, `$derived` or a getter it follows the language. A constant made of `t(…)` when a
 *   component starts does not: make it `$derived`. Dates, money and durations: `ui/text/`. Errors: `errorText(code)`, whose words are
 *   in `design/errors.ts` (Russian) and `design/errors.en.ts`.
 * - `texts.test.ts` fails on a hard-coded sentence anywhere in app/, on a key that nobody uses, on placeholders that differ.
 */
export type Language = 'ru' | 'en';
export const LANGUAGES: readonly Language[] = ['ru', 'en'];

/** What is shown now. Plain here; `language.svelte.ts` puts a reactive one in its place, so that this file runs anywhere. */
export interface Shown {
  readonly language: Language;
  /** Sections by name, each a tree with sentences as leaves. */
  readonly texts: object;
  /** The errors' words; `null` where those of `design/errors.ts` are meant. */
  readonly errors: ErrorTexts | null;
}

let shown: Shown = { language: 'ru', texts: ru, errors: null };

export const showFrom = (source: Shown): void => {
  shown = source;
};

/** The language of words, dates and figures now. */
export const language = (): Language => shown.language;

export const errorsShown = (): ErrorTexts | null => shown.errors;

/** The sentence of a key in the language shown. `values` fill its placeholders; `count` chooses the plural form. */
export function t<K extends Key>(key: K, ...values: Values<K>): string {
  return textOf(shown.texts, shown.language, key, values[0]);
}
