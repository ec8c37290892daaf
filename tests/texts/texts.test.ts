import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS_EN } from '../../design/errors.en.ts';
import { ERRORS } from '../../design/errors.ts';
import { en } from '../../app/lib/i18n/en/index.ts';
import { ru } from '../../app/lib/i18n/ru/index.ts';
import { ruLater } from '../../app/lib/i18n/ru/later.ts';
import { textOf } from '../../app/lib/i18n/text-of.ts';
import { frozenTexts, hardCoded, textOfNode } from './hard-coded.ts';
import { importsOf, parseSource, readSources, walk, type Source } from './sources.ts';

const APP = join(import.meta.dirname, '../../app');
/** Language files, and the made-up data of the screens' own test scenes. */
const NOT_SCREENS = ['lib/i18n/', 'lib/ui/testing/'];

/** Words by which people look for a receipt in what is written on it: nobody is shown them. */
const SEARCHED = ['«фд»', '«чек»'];

const sources = readSources(APP, NOT_SCREENS);

interface Tree {
  readonly [key: string]: string | Tree;
}
const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
const russian = new Map(leaves({ ...ru, ...ruLater }));
const english = new Map(leaves(en));

const FORM = /_(one|few|many|other)$/;
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!))].toSorted();

describe('issue 5 part 11: no sentence of a screen stands outside the language files', () => {
  it('every component and script of the app is free of hard-coded texts', () => {
    expect(sources.flatMap(hardCoded).filter((text) => !SEARCHED.some((word) => text.endsWith(word)))).toEqual([]);
  });

  it.each([
    ['a text', '<p>Привет</p>'],
    ['a Latin word', '<p>Total: {sum}</p>'],
    ['a choice', "<p>{open ? 'Yes' : t('no')}</p>"],
    ['a part of a template', '<p>{`${sum} pcs`}</p>'],
    ['an attribute', '<button title="Close">+</button>'],
    ['an attribute that chooses', "<button aria-label={open ? 'Close' : t('a.b')}></button>"],
    ['a word of a component', '<Button label="Pay"></Button>'],
    ['a Russian string in the script', "<script>const a = 'привет';</script>"],
    ['an English sentence in the script', "<script>const a = 'Nothing was found';</script>"],
    ['a text of a table', "<script>const a = [{ label: 'pay now' }];</script>"],
  ])('the check sees %s', (_, component) => {
    expect(hardCoded(parseSource('x.svelte', component))).toHaveLength(1);
  });

  it.each([
    '<p class="text-warn font-semibold">{t(\'a.b\')} · {sum} ₽</p>',
    "<script>throw new Error('Nothing was found');</script>",
    "<p data-testid=\"Some thing\">{kind === 'sale' ? '+' : '−'}</p>",
    "<script>import a from 'b'; const c = `${a}-soft px-2`;</script>",
  ])('and lets other strings be: %s', (component) => {
    expect(hardCoded(parseSource('x.svelte', component))).toEqual([]);
  });

  it('no component keeps a text that would not follow the language', () => {
    expect(sources.flatMap(frozenTexts)).toEqual([]);
    expect(frozenTexts(parseSource('x.svelte', "<script>const a = t('b.c');</script>"))).toHaveLength(1);
    expect(
      frozenTexts(parseSource('x.svelte', "<script>const a = $derived(t('b.c')); const d = () => t('b.c');</script>")),
    ).toEqual([]);
  });
});

describe('Russian and English say the same', () => {
  it('every sentence has the same values in both', () => {
    const differ = [...english].filter(([key, text]) => {
      const other = russian.get(key) ?? '';
      return placeholders(text).join() !== placeholders(other).join();
    });
    expect(differ).toEqual([]);
  });

  it('every plural has the forms that its language needs', () => {
    const stems = (texts: ReadonlyMap<string, string>) => [
      ...new Set([...texts.keys()].filter((key) => FORM.test(key)).map((key) => key.replace(FORM, ''))),
    ];
    const lacking = (texts: ReadonlyMap<string, string>, forms: readonly string[]) =>
      stems(texts).flatMap((stem) => forms.map((form) => `${stem}_${form}`).filter((key) => !texts.has(key)));
    expect(lacking(russian, ['one', 'few', 'many', 'other'])).toEqual([]);
    expect(lacking(english, ['one', 'other'])).toEqual([]);
    expect(stems(russian)).toEqual(stems(english));
  });

  it('English has no Russian letters but in the name of the other language', () => {
    const mixed = [...english].filter(([key, text]) => /\p{Script=Cyrillic}/u.test(text) && key !== 'settings.ru');
    expect(mixed).toEqual([]);
    const errors = Object.entries(ERRORS_EN).filter(([, { what, next }]) => /\p{Script=Cyrillic}/u.test(what + next));
    expect(errors).toEqual([]);
  });

  it('no sentence is empty, padded or typed with double spaces, dots in a row or straight quotes', () => {
    const untidy = [...russian, ...english].filter(
      ([, text]) => text.trim() !== text || text === '' || / {2}|\.\.\.|"/.test(text),
    );
    expect(untidy).toEqual([]);
  });

  it.each(Object.keys(ERRORS))('error %s has its words in English', (code) => {
    const { what, next } = ERRORS_EN[code as keyof typeof ERRORS_EN];
    expect(what).toMatch(/^[A-Z].*[.:]$/);
    expect(next).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    [0, '0 чеков', '0 receipts'],
    [1, '1 чек', '1 receipt'],
    [3, '3 чека', '3 receipts'],
    [11, '11 чеков', '11 receipts'],
    [21, '21 чек', '21 receipts'],
    [1.5, '1.5 чека', '1.5 receipts'],
  ])('%d is counted right in both', (count, inRussian, inEnglish) => {
    expect(textOf(ru, 'ru', 'count.receipts', { count })).toBe(inRussian);
    expect(textOf(en, 'en', 'count.receipts', { count })).toBe(inEnglish);
  });

  it('a key without a sentence is shown as it is: a screen never falls for want of a word', () => {
    expect(textOf(ru, 'ru', 'no.such.key')).toBe('no.such.key');
    expect(textOf(ru, 'ru', 'till')).toBe('till');
  });
});

/** Keys that a source says whole, and patterns of those that it puts together. */
function keysOf(source: Source): { said: Set<string>; patterns: RegExp[] } {
  const said = new Set<string>();
  const patterns: RegExp[] = [];
  walk(source.tree, (node) => {
    const text = textOfNode(node);
    if (text !== null) said.add(text);
    if (node.type !== 'TemplateLiteral') return;
    const parts = (node['quasis'] as Parameters<typeof textOfNode>[0][]).map((quasi) => textOfNode(quasi) ?? '');
    if (!/^\w+\./.test(parts[0]!)) return;
    patterns.push(new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\w.+-]+')}$`));
  });
  return { said, patterns };
}
const stemsOf = (keys: Iterable<string>): string[] => [...new Set([...keys].map((key) => key.replace(FORM, '')))];

describe('keys', () => {
  const all = sources.map((source) => ({ file: source.file, source, ...keysOf(source) }));

  it('each is used by some screen', () => {
    const said = new Set(all.flatMap((one) => [...one.said]));
    const patterns = all.flatMap((one) => one.patterns);
    const unused = stemsOf(russian.keys()).filter((key) => !said.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it('what the first load draws needs no words that come later', () => {
    const byFile = new Map(all.map((one) => [one.file, one]));
    const seen = new Set<string>();
    const reach = (file: string): void => {
      const one = byFile.get(file);
      if (!one || seen.has(file)) return;
      seen.add(file);
      for (const next of importsOf(one.source)) reach(next);
    };
    for (const file of ['routes/+layout.ts', 'routes/+layout.svelte', 'routes/+page.svelte']) reach(file);
    expect(seen).toContain('lib/ui/shell/status-bar.svelte');
    const late = stemsOf(leaves(ruLater as unknown as Tree).map(([key]) => key));
    const wanting = [...seen].flatMap((file) => {
      const { said, patterns } = byFile.get(file)!;
      return late.filter((key) => said.has(key) || patterns.some((pattern) => pattern.test(key))).map((key) => `${file}: ${key}`);
    });
    expect(wanting).toEqual([]);
  });
});
