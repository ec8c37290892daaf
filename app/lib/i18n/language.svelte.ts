import type { ErrorTexts } from '$design/errors.en.ts';
import { showFrom, type Language, type Shown } from './i18n.ts';
import { ru } from './ru/index.ts';

/** The words that screens show, and in which language. Russian is in the first load; English comes whole when it is chosen. */
class Current implements Shown {
  language = $state<Language>('ru');
  texts = $state.raw<object>(ru);
  errors = $state.raw<ErrorTexts | null>(null);
}

const current = new Current();
showFrom(current);

let later: Promise<void> | null = null;

/** The Russian words of screens that load by themselves, once. English has all in one piece. */
export function laterTexts(): Promise<void> {
  if (current.language !== 'ru') return Promise.resolve();
  later ??= import('./ru/later.ts').then(({ ruLater }) => {
    if (current.language === 'ru') current.texts = { ...ru, ...ruLater };
  });
  // What could not be fetched is tried again when next wanted.
  later.catch(() => (later = null));
  return later;
}

let wanted: Language = 'ru';

/**
 * Shows `language` from now on, without a reload. Resolves when its words are there; rejects where they cannot be fetched, and then
 * the language stays. The last call wins.
 */
export async function showLanguage(language: Language): Promise<void> {
  wanted = language;
  if (language === current.language) return;
  if (language === 'ru') {
    const { ruLater } = await import('./ru/later.ts');
    if (wanted === language) become(language, { ...ru, ...ruLater }, null);
    return;
  }
  const [{ en }, { ERRORS_EN }] = await Promise.all([import('./en/index.ts'), import('$design/errors.en.ts')]);
  if (wanted === language) become(language, en, ERRORS_EN);
}

function become(language: Language, texts: object, errors: ErrorTexts | null): void {
  current.language = language;
  current.texts = texts;
  current.errors = errors;
  document.documentElement.lang = language;
}
