import type { Typed } from '../../design/catalogue/product-changes.ts';
import type { CatalogueEntry, Product } from '../../design/documents/catalogue.ts';
import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import type { ContactLens, ContactMatch } from '../../design/optics/contact-power.ts';
import { cellOf, matrixSize, powerAt } from '../../design/optics/lens-matrix.ts';
import { dioptres, lensPrice, powerText } from '../../design/optics/lens-price.ts';
import type { LensQuote } from '../../design/optics/lens-quote.ts';
import { cardAddress, crumbs, hidden, option } from './catalogue.parts.ts';
import { OPTION_KINDS, type Row, type Rows } from './catalogue.powers.fields.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

export interface Tried {
  readonly power: string;
  readonly quote?: LensQuote;
  readonly match?: ContactMatch & { readonly isMade: boolean };
  /** What stands in the way, in words. */
  readonly findings: readonly string[];
}

export interface PowersView {
  readonly product: Product;
  readonly rows: Readonly<Record<string, Rows>>;
  /** As it would be once it is saved; absent where the form cannot be read. */
  readonly lens: Lens | null;
  readonly contact: ContactLens | null;
  readonly price: Kopecks;
  readonly said: string | null;
  readonly warnings: readonly string[];
  readonly asked: Typed;
  readonly tried: Tried | null;
}

interface Column {
  readonly name: string;
  readonly title: string;
  readonly size?: number;
  readonly input?: (name: string, label: string, value: string) => Html;
}

/** Empty lines that a table of a form ends with. */
const SPARE = 3;

const plain = (name: string, label: string, value: string, size: number): Html =>
  html`<input name="${name}" aria-label="${label}" value="${value}" size="${size}" autocomplete="off" />`;
const tick = (name: string, label: string, value: string): Html =>
  html`<label class="tick"
    ><input type="checkbox" name="${name}" value="yes" aria-label="${label}" ${value === 'yes' ? html`checked` : null}
  /></label>`;

/** A table whose lines are typed one after another with the Tab key; Enter shows what comes of it. */
const grid = (letter: string, columns: readonly Column[], rows: Rows, title: string): Html => {
  const spare = Array.from({ length: SPARE }, (): Row => ({}));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table class="grid">
      <thead>
        <tr>
          <th class="num">№</th>
          ${columns.map((column) => html`<th>${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${[...rows, ...spare].map(
          (row, n) =>
            html`<tr>
              <td class="num">${n + 1}</td>
              ${columns.map(({ name, title: words, size = 8, input }) => {
                const [field, label, value] = [`${letter}-${n}-${name}`, `${words}, строка ${n + 1}`, row[name] ?? ''];
                return html`<td>${input ? input(field, label, value) : plain(field, label, value, size)}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};

const BLOCKS: readonly Column[] = [
  { name: 'sphFrom', title: 'Сфера от' },
  { name: 'sphTo', title: 'Сфера до' },
  { name: 'cylFrom', title: 'Цилиндр от' },
  { name: 'cylTo', title: 'Цилиндр до' },
  { name: 'price', title: 'Цена за штуку, ₽', size: 10 },
  { name: 'finished', title: 'Готовая', input: tick },
];
const OPTIONS: readonly Column[] = [
  { name: 'code', title: 'Код', size: 14 },
  {
    name: 'kind',
    title: 'Вид',
    input: (name, label, value) =>
      html`<select name="${name}" aria-label="${label}">
        ${Object.entries(OPTION_KINDS).map(([kind, words]) => option(kind, words, value))}
      </select>`,
  },
  { name: 'name', title: 'Название', size: 22 },
  { name: 'price', title: 'Доплата, ₽' },
  { name: 'excludes', title: 'Нельзя вместе с (коды)', size: 14 },
  { name: 'requires', title: 'Только вместе с (коды)', size: 14 },
  { name: 'onFinished', title: 'И на готовую', input: tick },
];
const PRISM: readonly Column[] = [
  { name: 'to', title: 'Призма до, дптр' },
  { name: 'price', title: 'Доплата, ₽' },
];
const POWERS: readonly Column[] = [
  { name: 'from', title: 'Сфера от' },
  { name: 'to', title: 'Сфера до' },
  { name: 'step', title: 'Шаг', size: 5 },
  { name: 'cyl', title: 'Цилиндры (пусто: сферическая)', size: 24 },
  { name: 'axes', title: 'Оси', size: 16 },
];
const ADDS: readonly Column[] = [
  { name: 'code', title: 'Обозначение' },
  { name: 'from', title: 'Аддидация от' },
  { name: 'to', title: 'Аддидация до' },
];

/** Every power with its price: bold is a finished lens. Widest tables are some 130 by 25. */
function matrixPart(lens: Lens, price: Kopecks): Html {
  const { rows, columns } = matrixSize(lens);
  const places = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const cell = (row: number, column: number): Html => {
    const power = powerAt(lens, row, column);
    const here = cellOf(lens, power);
    const sum = lensPrice({ price, lens }, power);
    if (!here || sum === null) return html`<td class="num muted">·</td>`;
    const text = String(sum / 100).replace('.', ',');
    return html`<td class="num band-${(here.band ?? 0) % 6}">${here.finished ? html`<b>${text}</b>` : text}</td>`;
  };
  return html`<details>
    <summary>Таблица сил: ${rows} × ${columns}</summary>
    <p class="muted">Цена за штуку в рублях; жирным готовые линзы, точкой то, чего не делают.</p>
    <div class="scroll sheet" tabindex="0" role="region" aria-label="Таблица сил">
      <table class="small">
        <thead>
          <tr>
            <th>Сфера</th>
            ${places(columns).map((column) => html`<th class="num">${dioptres(powerAt(lens, 0, column).cyl)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${places(rows).map(
            (row) =>
              html`<tr>
                <th class="num">${dioptres(powerAt(lens, row, 0).sph)}</th>
                ${places(columns).map((column) => cell(row, column))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

const quotePart = ({ power, quote, match, findings }: Tried): Html =>
  html`<div class="notice" role="status" data-quote>
    ${
      quote && quote.total !== null
        ? html`<b>${power}: ${formatRoubles(quote.total)}</b> за штуку, ${quote.finished ? 'готовая' : 'на заказ'}. Линза
            ${formatRoubles(quote.base)}${quote.options.map(({ name, price }) => html`, ${name} ${formatRoubles(price)}`)}${
              quote.prism > 0 ? `, призма ${formatRoubles(quote.prism)}` : ''
            }.`
        : null
    }
    ${
      match
        ? html`<b>${power}: ${match.isMade ? 'такая делается' : 'точно такой нет'}</b>${
              match.isMade
                ? '.'
                : `, ближайшая ${powerText(match.power)}${match.power.axis === null ? '' : ` × ${match.power.axis}`}${match.power.add === null ? '' : `, ${match.power.add}`}.`
            }`
        : null
    }
    ${quote?.total === null ? html`<b>${power}: не продаётся.</b>` : null} ${findings.map((text) => html`<p>${text}</p>`)}
  </div>`;

const ask = ({ asked, lens, contact, tried }: PowersView): Html =>
  html`<h2 id="try">Сколько стоит</h2>
    <div class="row">
      <label>Сфера<input name="q-sph" value="${asked['q-sph'] ?? ''}" placeholder="−2,25" size="7" /></label>
      <label>Цилиндр<input name="q-cyl" value="${asked['q-cyl'] ?? ''}" placeholder="−0,75" size="7" /></label>
      ${contact ? html`<label>Ось<input name="q-axis" value="${asked['q-axis'] ?? ''}" size="5" /></label>` : null}
      <label>Аддидация<input name="q-add" value="${asked['q-add'] ?? ''}" size="7" /></label>
      ${lens ? html`<label>Призма<input name="q-prism" value="${asked['q-prism'] ?? ''}" size="5" /></label>` : null}
    </div>
    ${
      lens?.options?.length
        ? html`<p class="row">
            ${lens.options.map(
              ({ code, name }) =>
                html`<label class="choice"
                  ><input
                    type="checkbox"
                    name="q-o-${code}"
                    value="yes"
                    ${asked[`q-o-${code}`] === 'yes' ? html`checked` : null}
                  />
                  ${name}</label
                >`,
            )}
          </p>`
        : null
    }
    ${tried === null ? null : quotePart(tried)}`;

const lensPart = ({ rows }: PowersView): Html =>
  html`<h2>Силы и цены</h2>
    <p>
      По строке на полосу цен, как в прайсе: сферы от и до, цилиндры от и до (с минусом, пусто: без цилиндра). Строки можно
      вставлять в любом порядке и оставлять пустыми.
    </p>
    ${grid('b', BLOCKS, rows['b'] ?? [], 'Силы и цены')}
    <h2>Покрытия и опции</h2>
    <p>Доплата за штуку сверх того, с чем линза идёт.</p>
    ${grid('o', OPTIONS, rows['o'] ?? [], 'Покрытия и опции')}
    <h2>Призма</h2>
    <p>Сильнее последней строки не делают; пусто: о призме не сказано.</p>
    ${grid('p', PRISM, rows['p'] ?? [], 'Призма')}`;

const contactPart = ({ rows }: PowersView): Html =>
  html`<h2>Силы</h2>
    <p>По строке на блок: внутри него каждый цилиндр и каждая ось делаются на каждой сфере. Оси: «10 20 90» или «10-180/10».</p>
    ${grid('c', POWERS, rows['c'] ?? [], 'Силы')}
    <h2>Аддидации мультифокальных</h2>
    ${grid('a', ADDS, rows['a'] ?? [], 'Аддидации')}`;

/** Powers of a lens and what they cost, as lines of a price list; nothing is changed before the job made of it is confirmed. */
export const powersPage = (view: PowersView): Html => {
  const { product, said, warnings, lens, price } = view;
  return html`${crumbs(product.sku)} ${said === null ? null : notice(said)}
    <p>
      <a href="${cardAddress(product.sku)}"><b>${product.name}</b></a
      >, ${product.sku}. <a href="${cardAddress(product.sku)}#history">Кто и что менял</a>
    </p>
    ${warnings.map((text) => html`<p class="warn">Проверьте: ${text}.</p>`)}
    <form method="post" action="${cardAddress(product.sku)}/powers">
      ${hidden({ rev: product._rev ?? '' })} ${product.lens ? lensPart(view) : contactPart(view)} ${ask(view)}
      <p class="row">
        <button class="quiet" name="act" value="show">Показать, что получится</button>
        <button name="act" value="save">Сохранить…</button>
        <a class="button" href="${cardAddress(product.sku)}">Не менять</a>
      </p>
    </form>
    ${lens ? matrixPart(lens, price) : null}`;
};
