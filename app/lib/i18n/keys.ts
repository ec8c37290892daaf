import type { ru } from './ru/index.ts';
import type { ruLater } from './ru/later.ts';

export type Texts = typeof ru & typeof ruLater;

type Plural = 'one' | 'few' | 'many' | 'other';
type Stem<K extends string> = K extends `${infer S}_${Plural}` ? S : K;

type Keys<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${Stem<K>}` : Keys<T[K], `${P}${K}.`>;
}[keyof T & string];

/** Every key: the path of its sentence; of a plural, without the form. */
export type Key = Keys<Texts>;

/** The sentence under a path; of a plural, all its forms. */
type At<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : `${K}_${Plural}` & keyof T extends infer Form
      ? T[Form & keyof T]
      : never;

type Placeholders<S> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholders<Rest> : never;

/** A key's values: none, or every placeholder of its sentence. */
export type Values<K extends Key> = [Placeholders<At<Texts, K>>] extends [never]
  ? [values?: Readonly<Record<string, string | number>>]
  : [values: Readonly<Record<Placeholders<At<Texts, K>>, string | number>>];

/** The same section in English: the same keys, but for the plural forms that English has not. */
export type English<T> = {
  readonly [K in keyof T as K extends `${string}_${'few' | 'many'}` ? never : K]: T[K] extends string ? string : English<T[K]>;
};
