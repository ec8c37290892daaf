// @ts-check

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with its attributes and children. Text is text: nothing of the gateway is ever read as HTML.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | null | undefined | (() => unknown)>} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
export const input = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));
/** @param {string} id @param {...Child} children */
export const fill = (id, ...children) =>
  byId(id)
    .querySelector('.body')
    ?.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));

/** Name and value lines. @param {[string, Child][]} pairs */
export const facts = (pairs) => h('dl', {}, ...pairs.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value ?? '—')]));

/**
 * @param {string} caption read aloud, not shown: the heading says it already
 * @param {string[]} heads an empty one stands over buttons
 * @param {Child[][]} rows
 */
export const table = (caption, heads, rows) =>
  h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', { class: 'sr' }, caption),
      h('thead', {}, h('tr', {}, ...heads.map((head) => (head ? h('th', { scope: 'col' }, head) : h('td', { class: 'do' }))))),
      h(
        'tbody',
        {},
        ...rows.map((cells) =>
          h(
            'tr',
            {},
            ...cells.map((cell, n) => h('td', { class: heads[n] === '' ? 'do' : heads[n] === 'Когда' ? 'when' : null }, cell)),
          ),
        ),
      ),
    ),
  );

/** @param {string} text @param {string} name who and what it acts on, for those who do not see the row @param {() => unknown} act @param {boolean} off */
export const action = (text, name, act, off = false) =>
  h('button', { type: 'button', click: act, disabled: off, 'aria-label': `${text}: ${name}` }, text);

const stamp = new Intl.DateTimeFormat('ru-RU', {
  day: '2-digit',
  month: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('ru-RU', { dateStyle: 'short' });
/** @param {number | string | null | undefined} at */
export const when = (at) => (at === null || at === undefined ? '—' : stamp.format(new Date(at)));
/** @param {number} at */
export const date = (at) => day.format(new Date(at));

/**
 * Asks a person; `null` when they think better of it.
 * @param {{ title: string, text?: string, yes: string, fields?: Field[], more?: Node }} question
 * @typedef {{ name: string, label: string, type?: string, value?: string, min?: number, max?: number, choices?: [string, string][] }} Field
 * @returns {Promise<Record<string, string> | null>}
 */
export function askPerson({ title, text = '', yes, fields = [], more }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('ask'));
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  // What is only shown needs one way out.
  byId('ask-no').hidden = more !== undefined;
  const made = fields.map(({ name, label, type = 'text', value = '', min, max, choices }) => {
    const box = choices
      ? h('select', { name }, ...choices.map(([of, words]) => h('option', { value: of, selected: of === value }, words)))
      : h('input', { name, type, value, required: true, min, max, maxlength: 256, autocomplete: 'off' });
    return { name, box, label: h('label', {}, label, box) };
  });
  byId('ask-fields').replaceChildren(...made.map(({ label }) => label), ...(more ? [more] : []));
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      'close',
      () => resolve(dialog.returnValue === 'yes' ? Object.fromEntries(made.map(({ name, box }) => [name, box.value])) : null),
      { once: true },
    );
  });
}
