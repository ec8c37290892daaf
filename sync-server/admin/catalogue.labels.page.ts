import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import { barsOfProduct, type LabelBars } from '../catalogue/back-office/bars.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import type { Shop } from '../provisioning/shops.ts';
import { crumbs, option, select } from './catalogue.parts.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

export const LABEL_FORMATS = ['a4', 'roll'] as const;
export type LabelFormat = (typeof LABEL_FORMATS)[number];
/** What a label has for its bars between its margins, mm. */
const ROOM_MM: Readonly<Record<LabelFormat, number>> = { a4: 64, roll: 52 };
/** Thinner bars a printer of 203 dpi (8 dots a mm) runs together, and no scanner reads them. */
const THINNEST_MM = 0.2;
/** A code that could not be read is worse than none: somebody would glue it on. */
export const hasRoom = ({ width }: LabelBars, format: LabelFormat): boolean => width * THINNEST_MM <= ROOM_MM[format];
/** More would hang the browser that prints them. */
export const MOST_LABELS = 600;

export interface Label {
  readonly name: string;
  readonly sku: string;
  readonly price: Kopecks;
  readonly bars: LabelBars | null;
}

/** What stands on the label to be scanned, or why nothing does. */
function codeWords(row: ProductRow): Html {
  const bars = barsOfProduct(row);
  if (bars === null)
    return html`<span class="warn">кода не будет: в артикуле не только латиница и цифры; впишите штрихкод</span>`;
  if (!hasRoom(bars, 'a4')) return html`<span class="warn">кода не будет: артикул слишком длинный; впишите штрихкод</span>`;
  const words = row.ean === bars.text ? html`${bars.text}` : html`штрихкода нет: Code 128 артикула`;
  return hasRoom(bars, 'roll')
    ? words
    : html`${words}<br /><span class="warn">на ленту 58 мм не поместится: берите лист А4</span>`;
}

/** Which labels, how many, for which shop. */
export const labelsPage = (rows: readonly ProductRow[], shops: readonly Shop[], said: string | null): Html =>
  html`${crumbs('этикетки')} ${said === null ? null : notice(said)}
  ${
    rows.length === 0
      ? html`<p>Товары не выбраны. <a href="/admin/catalogue">Отметьте их в каталоге</a> и нажмите «Этикетки на отмеченные».</p>`
      : html`<form method="get" action="/admin/catalogue/labels/print" target="_blank">
          <div class="row">
            <label
              >Цены магазина<select name="store">
                ${shops.map(({ code, name }) => option(code, name, shops[0]?.code ?? ''))}
              </select></label
            >
            ${select('Бумага', 'format', 'a4', { a4: 'лист А4, 3 × 8 по 70 × 37 мм', roll: 'лента 58 мм, по 58 × 40 мм' })}
            <button>Открыть лист для печати</button>
          </div>
          <table>
            <thead>
              <tr>
                <th>Товар</th>
                <th>Код на этикетке</th>
                <th>Сколько</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                (row, n) =>
                  html`<tr>
                    <td>${row.name}<br /><span class="muted">${row.sku}</span></td>
                    <td>${codeWords(row)}</td>
                    <td>
                      <input type="hidden" name="pick-${n}" value="${row.sku}" />
                      <input type="number" name="count-${n}" min="0" max="200" value="1" aria-label="Сколько: ${row.sku}" />
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </form>`
  }`;

const label = ({ name, sku, price, bars }: Label): Html =>
  html`<div class="label">
    <div class="name">${name}</div>
    <div class="price">${formatRoubles(price)}</div>
    ${
      bars === null
        ? html`<div class="code">${sku}</div>`
        : html`<svg viewBox="0 0 ${bars.width} 1" preserveAspectRatio="none" role="img" aria-label="Штрихкод ${bars.text}">
              <path d="${bars.path}" />
            </svg>
            <div class="code">${bars.text}${bars.text === sku ? '' : ` · ${sku}`}</div>`
    }
  </div>`;

const SHEET = `body{margin:0;font:9pt/1.15 system-ui,sans-serif;color:#000;background:#fff}.bar{padding:1rem;font-size:12pt}.bar button{font:inherit;padding:.6rem 1rem}
.label{box-sizing:border-box;padding:2mm 3mm;overflow:hidden;break-inside:avoid;display:flex;flex-direction:column;align-items:center;text-align:center}
.name{height:2.3em;overflow:hidden;width:100%}.price{font-size:15pt;font-weight:700;line-height:1.2}svg{width:100%;height:11mm;flex:none}.code{font-size:8pt;letter-spacing:.05em;overflow-wrap:anywhere}
@media print{.bar{display:none}}`;
/** Of each paper; `@page` leaves no margin, labels bring their own. */
export const LABEL_STYLES: Readonly<Record<LabelFormat, string>> = {
  a4: `@page{size:A4;margin:0}${SHEET}.sheet{display:grid;grid-template-columns:repeat(3,70mm);grid-auto-rows:37mm;width:210mm}`,
  roll: `@page{size:58mm 40mm;margin:0}${SHEET}.label{width:58mm;height:40mm;break-after:page}`,
};

/** The sheet itself, with nothing about it but a button that paper does not show. */
export const labelSheet = (labels: readonly Label[], format: LabelFormat): string =>
  html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Этикетки · OpticsERP</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/admin/catalogue/labels/${format}.css" />
        <script src="/admin/catalogue/labels/print.js" defer></script>
      </head>
      <body>
        <div class="bar">
          <button type="button" data-print>Печать</button> Этикеток: ${labels.length}. Масштаб в окне печати: 100 %, без полей.
          ${labels.some(({ bars }) => bars === null) ? 'Без штрихкода, его не прочёл бы сканер: ' + [...new Set(labels.flatMap(({ sku, bars }) => (bars === null ? [sku] : [])))].join(', ') + '.' : ''}
        </div>
        <main class="sheet">${labels.map(label)}</main>
      </body>
    </html>`.text;
