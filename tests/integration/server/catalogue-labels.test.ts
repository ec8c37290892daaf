import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBarcodesOf } from '../../barcode-reader.ts';
import { CLEANER, FRAME, openCatalogueOffice, plainSpaces, type CatalogueOffice } from './catalogue-office.fixture.ts';

/** What two sorts of printers make of a label: dots a mm, and the room between its margins. */
const PAPERS = { a4: { dots: 300 / 25.4, mm: 64 }, roll: { dots: 203 / 25.4, mm: 52 } } as const;
const HEIGHT = 60;
/** Code 128 has no letters of ours, and this is too many of any. */
const [CYRILLIC, LONG, LONGER] = ['ОПРАВА-1', 'ABC-DEF-GHI-JKL-MNOP', 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN'];

let office: CatalogueOffice;
beforeAll(async () => {
  office = await openCatalogueOffice();
  const codes = [CYRILLIC, LONG, LONGER].map((sku) => ({ ...CLEANER, sku, name: sku }));
  for (const article of [FRAME, CLEANER, ...codes]) expect((await office.post('/admin/catalogue/new', article)).status).toBe(303);
});
afterAll(() => office.fixture.end());

const sheet = (skus: readonly string[], format: string, count = 1) => {
  const picks = skus.flatMap((sku, n) => [
    [`pick-${n}`, sku],
    [`count-${n}`, String(count)],
  ]);
  return office.get(
    `/admin/catalogue/labels/print?${new URLSearchParams([...picks, ['store', 'demo-1'], ['format', format]]).toString()}`,
  );
};

/** A drawing of a label as a printer puts it on paper: dots are black where most of them lies under a bar. */
function printed(svg: string, { dots, mm }: (typeof PAPERS)['a4' | 'roll']): ImageData {
  const width = Math.floor(mm * dots);
  const modules = Number(/viewBox="0 0 (\d+) 1"/.exec(svg)![1]);
  const data = new Uint8ClampedArray(width * HEIGHT * 4).fill(255);
  const bars = [...svg.matchAll(/M([\d.]+) 0h([\d.]+)v1/g)].map(
    ([, from, bar]) => [Number(from), Number(from) + Number(bar)] as const,
  );
  for (let x = 0; x < width; x += 1) {
    const middle = ((x + 0.5) / width) * modules;
    if (!bars.some(([from, to]) => from <= middle && middle < to)) continue;
    for (let y = 0; y < HEIGHT; y += 1) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  return { data, width, height: HEIGHT, colorSpace: 'srgb' };
}
const drawings = (page: string): string[] => page.match(/<svg[\s\S]*?<\/svg>/g) ?? [];

describe('labels', () => {
  it('bear the price of the shop and an EAN-13, or Code 128 of the SKU', async () => {
    const picks = await sheet(['RB-1', 'CARE-1'], 'a4', 2);
    const page = plainSpaces(await picks.text());
    expect(page.match(/class="label"/g)).toHaveLength(4);
    expect(page).toContain('Штрихкод 4006381333931');
    expect(page).toContain('Штрихкод CARE-1');
    expect(page).toContain('15 990,00 ₽');
    expect(picks.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await office.text('/admin/catalogue/labels/roll.css')).toContain('58mm 40mm');
    expect((await sheet(['RB-1'], 'a4', 5_000)).status).toBe(422);
    expect((await sheet(['RB-1'], 'a5')).status).toBe(422);
    expect((await sheet(['НЕТ'], 'a4')).status).toBe(422);
  });

  it.each(['a4', 'roll'] as const)('are read by a scanner as they are printed: %s', async (format) => {
    const page = await (await sheet(['RB-1', 'CARE-1', LONG], format)).text();
    const read: string[] = [];
    for (const svg of drawings(page)) read.push(...(await readBarcodesOf(printed(svg, PAPERS[format]), ['Code128', 'EAN13'])));
    // What has no room is left out, and told.
    expect(read).toEqual(format === 'a4' ? ['4006381333931', 'CARE-1', LONG] : ['4006381333931', 'CARE-1']);
    expect(page.includes(`Без штрихкода, его не прочёл бы сканер: ${LONG}.`)).toBe(format === 'roll');
  });

  it('what no code can be made of is told before it is printed, and the label bears the SKU to be typed', async () => {
    const form = Object.fromEntries([CYRILLIC, LONG, LONGER, 'RB-1'].map((sku, n) => [`pick-${n}`, sku]));
    const page = await (await office.post('/admin/catalogue/labels', form)).text();
    expect(page).toContain('в артикуле не только латиница и цифры');
    expect(page).toContain('на ленту 58 мм не поместится');
    expect(page).toContain('кода не будет: артикул слишком длинный');
    const printedPage = await (await sheet([CYRILLIC, LONGER], 'a4')).text();
    expect(drawings(printedPage)).toEqual([]);
    expect(printedPage).toContain(`<div class="code">${CYRILLIC}</div>`);
  });
});
