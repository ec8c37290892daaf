import { expect, type Locator, type Page } from '@playwright/test';
import { PINS } from './people.page.ts';

/** Kopecks. */
export interface ReportFigures {
  readonly number: number;
  readonly sales: number;
  readonly refunds: number;
  readonly cash: number;
  readonly card: number;
  readonly other: number;
  readonly drawer: number;
  readonly offline: boolean;
}

/** The shift: its reports, its close. */
export class ShiftPage {
  readonly page: Page;
  readonly report: Locator;

  constructor(page: Page) {
    this.page = page;
    this.report = page.getByTestId('report');
  }

  async open(): Promise<void> {
    await this.page.getByTestId('nav-report').click();
    await expect(this.page.getByTestId('shift')).toBeVisible();
  }

  async x(): Promise<ReportFigures> {
    await this.open();
    await this.page.getByTestId('report-x').click();
    await expect(this.report).toHaveAttribute('data-type', 'x');
    return this.figures();
  }

  /** The cash agrees; the manager signs on the cashier's till. */
  async z(): Promise<ReportFigures> {
    await this.open();
    await this.page.getByTestId('report-z').click();
    const expected = this.page.getByTestId('close-expected');
    await expect(expected).toHaveAttribute('data-kopecks', /\d/);
    await this.page.getByTestId('close-counted').fill(roubles(Number(await expected.getAttribute('data-kopecks'))));
    await this.page.getByTestId('report-z-confirm').click();
    await this.page.getByTestId('approval-pin').fill(PINS.manager);
    await this.page.getByTestId('approval-sign').click();
    await expect(this.report).toHaveAttribute('data-type', 'z', { timeout: 60_000 });
    return this.figures();
  }

  /** Of the report that is shown. */
  async figures(): Promise<ReportFigures> {
    const kopecks = async (id: string) => Number(await this.report.getByTestId(id).getAttribute('data-kopecks'));
    return {
      number: Number(await this.report.getByTestId('report-number').getAttribute('data-number')),
      sales: await kopecks('figure-sales'),
      refunds: await kopecks('figure-refunds'),
      cash: await kopecks('figure-cash'),
      card: await kopecks('figure-card'),
      other: await kopecks('figure-other'),
      drawer: await kopecks('report-drawer'),
      offline: await this.report.getByTestId('report-offline').isVisible(),
    };
  }

  async text(): Promise<string[]> {
    return (await this.page.getByTestId('report-text').locator('pre').innerText()).split('\n');
  }
}

const roubles = (kopecks: number): string => (kopecks / 100).toFixed(2).replace('.', ',');
