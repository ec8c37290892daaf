import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { ROOT } from './program.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}
export const SIZES: readonly Size[] = [
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
];
export const FOLDER = join(ROOT, 'test-results/screens');

/**
 * A screen as a person meets it, at both sizes: photographed into `test-results/screens/`, nothing wider than the window, nothing to press
 * outside it or cut, and axe finds nothing. `scrolls` names test ids inside which things may lie out of sight (lists that scroll).
 */
export async function look(page: Page, name: string, sizes: readonly Size[] = SIZES): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const size of sizes) {
    await page.setViewportSize(size);
    const label = `${name} at ${size.width}×${size.height}`;
    await settled(page);
    await page.screenshot({ path: join(FOLDER, `${name}-${size.width}x${size.height}.png`), animations: 'disabled' });
    expect.soft(await misfits(page), `${label}: cut or out of the window`).toEqual([]);
  }
  expect.soft(await axe(page), `${name}: axe`).toEqual([]);
}

/** The page as it stays: everything asked for has come, fonts too, and two frames: a dialog has its place then (motion is reduced). */
export async function settled(page: Page, pending: () => number = () => 0): Promise<void> {
  do {
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  } while (pending() > 0);
}

/** What axe finds on the page as it stands, each with the elements that it means. */
export async function axe(page: Page): Promise<string[]> {
  // In one go: axe's other way, meant for frames of other origins (no page of ours has any), opens a tab for each look to join its parts.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  // Behind an open dialog nothing can be reached; that page is looked at without it, too.
  if ((await page.locator('dialog[open]').count()) > 0) builder.include('dialog[open]');
  const { violations } = await builder.analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
}

/** What does not fit: a page that scrolls sideways, controls out of the window (but inside scrolling lists), text cut without an ellipsis. */
export const misfits = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
    if (root.scrollHeight > root.clientHeight) found.push(`the page is ${root.scrollHeight} high in ${root.clientHeight}`);
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()}${element.getAttribute('data-testid') ? `[${element.getAttribute('data-testid')}]` : ''} «${(element.textContent ?? '').trim().slice(0, 40)}»`;
    const scroller = (element: Element): Element | null => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        const { overflowY, overflowX } = getComputedStyle(at);
        if (/auto|scroll/.test(overflowY + overflowX) && (at.scrollHeight > at.clientHeight || at.scrollWidth > at.clientWidth))
          return at;
      }
      return null;
    };
    const shown = (element: Element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    };
    for (const control of document.querySelectorAll('button, a[href], input, select, textarea, [role="button"]')) {
      if (!shown(control)) continue;
      const box = control.getBoundingClientRect();
      // Issue 5: whatever a finger presses is at least 44 px, also in lists that scroll.
      if (control.matches('button, select, nav a, [role="button"]') && (box.width < 43.5 || box.height < 43.5))
        found.push(`too small to touch (${Math.round(box.width)}×${Math.round(box.height)}): ${name(control)}`);
      if (scroller(control)) continue;
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
        found.push(`out of the window: ${name(control)}`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element);
      const clips = /hidden|clip/.test(style.overflowX);
      const ownText = [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
      if (!ownText || !shown(element) || element.closest('.sr-only')) continue;
      if (
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 0 &&
        style.textOverflow !== 'ellipsis' &&
        style.display !== 'inline'
      ) {
        found.push(`${clips ? 'text cut' : 'text runs out of its box'}: ${name(element)}`);
      }
    }
    return [...new Set(found)];
  });
