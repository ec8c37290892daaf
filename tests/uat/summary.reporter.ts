import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { numberOf, UAT_RESULTS } from './uat-story.ts';

interface Told {
  readonly title: string;
  readonly status: TestResult['status'];
  readonly seconds: number;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const WORDS: Readonly<Record<TestResult['status'], string>> = {
  passed: 'принято',
  failed: 'не принято',
  timedOut: 'не принято: не уложилось во время',
  skipped: 'не принято: пропущено',
  interrupted: 'прервано',
};

/** The acceptance stories on one page, `test-results/uat/index.html`: number, outcome, photographs and receipts of each. */
export default class UatSummary implements Reporter {
  readonly #told: Told[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (test.title.startsWith('UAT-'))
      this.#told.push({ title: test.title, status: result.status, seconds: result.duration / 1_000 });
  }

  async onEnd(): Promise<void> {
    if (this.#told.length === 0) return;
    await mkdir(UAT_RESULTS, { recursive: true });
    const stories = this.#told.toSorted((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
    const parts = await Promise.all(stories.map(section));
    const accepted = stories.filter(({ status }) => status === 'passed').length;
    await writeFile(
      join(UAT_RESULTS, 'index.html'),
      `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Приёмочные испытания</title>
<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;color:#1e1b16}section{border-top:1px solid #ddd8ce;padding:1rem 0}
.row{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}img{width:20rem;border:1px solid #ddd8ce}pre{background:#fffdf7;border:1px solid #ddd8ce;padding:.75rem;font-size:12px;margin:0}
.passed{color:#17613a}.other{color:#9c1c1c}</style>
<h1>Приёмочные испытания кассы</h1><p>Принято ${accepted} из ${stories.length}. ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC</p>
${parts.join('\n')}</html>\n`,
    );
  }
}

async function section({ title, status, seconds }: Told): Promise<string> {
  const number = numberOf(title);
  const files = (await readdir(join(UAT_RESULTS, number)).catch(() => [] as string[])).sort();
  const shown = await Promise.all(
    files.map(async (file) => {
      const path = `${number}/${file}`;
      if (file.endsWith('.png'))
        return `<a href="${escape(path)}"><img src="${escape(path)}" alt="${escape(file)}" loading="lazy"></a>`;
      return `<pre>${escape(await readFile(join(UAT_RESULTS, path), 'utf8'))}</pre>`;
    }),
  );
  const look = status === 'passed' ? 'passed' : 'other';
  return `<section><h2>${escape(title)}</h2><p class="${look}">${WORDS[status]}, ${seconds.toFixed(0)} с</p><div class="row">${shown.join('')}</div></section>`;
}
