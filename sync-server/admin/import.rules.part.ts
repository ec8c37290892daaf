import { PRODUCT_KINDS } from '../../design/documents/catalogue.ts';
import type { Shop } from '../provisioning/shops.ts';
import { html, type Html } from './html.ts';
import type { Typed } from './import.forms.ts';
import { options } from './import.parts.ts';
import { VAT_WORDS } from './import.words.ts';
import { KINDS } from './promotions.page.ts';

interface RulesView {
  readonly rules: Typed;
  readonly wrong: Readonly<Record<string, string>>;
  readonly shops: readonly Shop[];
}

const CHECKED = html`checked`;
const OPEN = html`open`;

/** How values are read and what becomes of them (requirements E-10, E-12); folded, sensible as it stands. */
export function rulesPart({ rules, wrong, shops }: RulesView): Html {
  const tick = (name: string, words: string): Html =>
    html`<label class="choice"
      ><input type="checkbox" name="${name}" value="yes" ${rules[name] === 'yes' ? CHECKED : null} />${words}</label
    >`;
  const error = (name: string): Html | null =>
    wrong[name] === undefined ? null : html`<span class="small tone-bad" role="alert">✕ ${wrong[name]}</span>`;
  const names = ['perUnits', 'rates', 'stockWords', 'updateExisting'];
  return html`<details ${names.some((name) => wrong[name] !== undefined) ? OPEN : null}>
    <summary>Правила: НДС, валюта, что заводить и что обновлять</summary>
    <div class="grid">
      <label
        >Узнавать товар по<select name="match">
          ${options(
            [
              ['sku', 'артикулу'],
              ['ean', 'штрихкоду'],
              ['name', 'названию'],
            ],
            rules['match'] ?? 'sku',
          )}
        </select></label
      >
      <div>
        ${tick('createMissing', 'Заводить новые товары')} ${tick('updateExisting', 'Обновлять имеющиеся')}
        ${error('updateExisting')}
      </div>
      <label
        >НДС, если в файле его нет<select name="vat">
          <option value="">обязателен в файле</option>
          ${options(Object.entries(VAT_WORDS), rules['vat'] ?? '')}
        </select></label
      >
      <div>${tick('priceWithoutVat', 'Цены в файле без НДС (добавить)')}</div>
      <label
        >Раздел, если в файле его нет<input
          name="category"
          maxlength="128"
          value="${rules['category'] ?? ''}"
          placeholder="Оправы"
      /></label>
      <label>Бренд, если в файле его нет<input name="brand" maxlength="128" value="${rules['brand'] ?? ''}" /></label>
      <label
        >Вид товара<select name="kind">
          <option value="">определить по разделу</option>
          ${options(
            PRODUCT_KINDS.map((kind) => [kind, KINDS[kind]] as const),
            rules['kind'] ?? '',
          )}
        </select></label
      >
      <label
        >Цена в файле за сколько штук<input
          name="perUnits"
          inputmode="numeric"
          value="${rules['perUnits'] ?? '1'}"
        />${error('perUnits')}</label
      >
      <label
        >Курсы валют, по одной в строке<textarea name="rates" rows="2" placeholder="EUR = 98,5">${rules['rates'] ?? ''}</textarea
        >${error('rates')}</label
      >
      <label
        >Остаток словами: сколько это штук<textarea name="stockWords" rows="2" placeholder="много = 10">
${rules['stockWords'] ?? ''}</textarea
        >${error('stockWords')}</label
      >
      <label
        >Чей остаток в файле<select name="stockStore">
          <option value="">поставщика: показывать кассирам, наш не менять</option>
          ${options(
            shops.flatMap(({ code, name }) => [
              [`floor@${code}`, `наш, зал магазина «${name}»: внести в учёт`] as const,
              [`storeroom@${code}`, `наш, кладовая магазина «${name}»: внести в учёт`] as const,
            ]),
            rules['stockStore'] ?? '',
          )}
        </select>
        <span class="small"
          >«Наш» – для начальных остатков или чужой складской программы: учёт станет таким, как в файле, на ту минуту, когда файл
          загружен; проданное позже вычтется само. Слова («много») в учёт не вносятся.</span
        ></label
      >
      <div>${tick('archiveVanished', 'Товары поставщика, которых больше нет в файле, убрать в архив')}</div>
    </div>
  </details>`;
}
