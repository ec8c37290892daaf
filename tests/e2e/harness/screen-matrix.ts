import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { axe, FOLDER, misfits, settled } from './looks.ts';
import { SCREENS, type Screen } from './screen-list.ts';

export interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** How a till is set and what it is seen on. */
export interface Look {
  readonly language: 'ru' | 'en';
  readonly theme: 'light' | 'dark';
  readonly sizes: readonly Size[];
}

export const TILL: Size = { name: 'till', width: 1024, height: 768 };
export const WIDE: Size = { name: 'wide', width: 1280, height: 800 };
export const PHONE: Size = { name: 'phone', width: 390, height: 844 };

export const LOOKS: readonly Look[] = (['ru', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme, sizes: [TILL, WIDE, PHONE] })),
);

const fileOf = (screen: Screen, { language, theme }: Look, size: Size) => `${screen.name}-${language}-${theme}-${size.name}.png`;

/** What is being fetched, so that a picture is taken of the whole screen. */
function pendingOf(page: Page): () => number {
  let pending = 0;
  page.on('request', () => (pending += 1));
  page.on('requestfinished', () => (pending -= 1));
  page.on('requestfailed', () => (pending -= 1));
  return () => pending;
}

/**
 * Opens each screen of made-up data in one look and photographs it at the look's sizes. What is wrong comes back as sentences: it does not
 * open, is cut or too small to touch, an exception, or what axe finds.
 */
export async function lookAtAll(page: Page, url: string, look: Look, screens: readonly Screen[] = SCREENS): Promise<string[]> {
  await mkdir(FOLDER, { recursive: true });
  await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  const pending = pendingOf(page);
  const wrong: string[] = [];
  let now = '';
  page.on('pageerror', (error) => wrong.push(`${now}: ${error.message}`));
  for (const screen of screens) {
    now = `${screen.name} (${look.language}, ${look.theme})`;
    await page.setViewportSize(look.sizes[0] ?? TILL);
    const words = [screen.scene, look.theme, ...(look.language === 'en' ? ['en'] : [])].filter(Boolean);
    const open = async (): Promise<void> => {
      await page.goto(`${url}${screen.path ?? '/'}?fake=${words.join(',')}`, { waitUntil: 'commit' });
      await page.getByRole('main').waitFor();
      await screen.open?.(page);
      if (screen.shows) await page.getByTestId(screen.shows).first().waitFor();
    };
    // On a slow machine a press may fall between two layouts of a page that is just drawn: it is opened once more, as a person does.
    const failure = await open()
      .catch(open)
      .then(
        () => null,
        (error: unknown) => error as Error,
      );
    if (failure) wrong.push(`${now}: does not open: ${failure.message.split('\n').slice(0, 4).join(' ')}`);
    for (const size of look.sizes) {
      await page.setViewportSize(size);
      await settled(page, pending);
      await page.screenshot({ path: join(FOLDER, fileOf(screen, look, size)), animations: 'disabled', caret: 'hide' });
      wrong.push(...(await misfits(page)).map((what) => `${now} at ${size.width}×${size.height}: ${what}`));
      if (size !== WIDE) wrong.push(...(await axe(page)).map((what) => `${now} at ${size.width}×${size.height}: ${what}`));
    }
  }
  return [...new Set(wrong)];
}

/** `test-results/screens/index.html`: every picture that was taken, a row for each screen. */
export async function writeContactSheet(): Promise<void> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.png')).sort();
  const rows = new Map<string, string[]>();
  for (const file of files) {
    const name = file.replace(/-(ru|en)-(light|dark)-(till|wide|phone)\.png$|-\d+x\d+\.png$/, '');
    rows.set(name, [...(rows.get(name) ?? []), file]);
  }
  const figure = (file: string) =>
    `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"><small>${file.replace('.png', '')}</small></a>`;
  const body = [...rows].map(([name, shots]) => `<h2 id="${name}">${name}</h2><p>${shots.map(figure).join('')}</p>`).join('\n');
  await writeFile(
    join(FOLDER, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title>
<style>body{font:14px system-ui;margin:1rem}p{display:flex;gap:.75rem;overflow-x:auto;margin:0}h2{font-size:1rem;margin:1.25rem 0 .25rem}
a{color:inherit;text-decoration:none;flex:none}img{height:15rem;display:block;border:1px solid #bbb}</style>
<h1>Screens and dialogs: ${rows.size}, pictures: ${files.length}</h1>
${body}</html>`,
  );
}
