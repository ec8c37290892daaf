// @ts-check
/** What makes the import pages quicker: dropping a file, a preview that follows the form, progress. Everything works without it, by plain forms. */

const PREVIEW_AFTER = 250;
const POLL_EVERY = 700;

/** @param {string} selector @param {ParentNode} [root] */
const one = (selector, root = document) => /** @type {HTMLElement | null} */ (root.querySelector(selector));
/** @param {HTMLElement | null} element @param {string} text */
const say = (element, text) => {
  if (element !== null && element.textContent !== text) element.textContent = text;
};

/** A second press of the same button sends nothing. */
function guardSubmits() {
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented) return;
    if (form.dataset['sent'] === 'yes') return event.preventDefault();
    form.dataset['sent'] = 'yes';
  });
  // Back from the page that followed: the form may be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset['sent'];
  });
}

/** @param {HTMLFormElement} form */
function upload(form) {
  const input = /** @type {HTMLInputElement} */ (one('input[type=file]', form));
  const bar = /** @type {HTMLProgressElement} */ (one('progress', form));
  const status = one('[role=status]', form);
  let under = false;

  function send() {
    const file = input.files?.[0];
    if (under || file === undefined) return;
    under = true;
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      bar.max = Math.max(1, total);
      bar.value = loaded;
      say(status, loaded < total ? `Загружаем «${file.name}»` : `Читаем «${file.name}»`);
    });
    /** @param {string} words */
    const failed = (words) => {
      under = false;
      bar.hidden = true;
      form.reset();
      status?.classList.add('wrong');
      say(status, words);
      input.focus();
    };
    request.addEventListener('load', () => {
      /** @type {unknown} */
      const said = request.response;
      const answer = /** @type {{ to?: string, title?: string, detail?: string } | null} */ (said);
      if (typeof answer?.to === 'string') location.assign(answer.to);
      else failed(answer?.title === undefined ? 'Файл не принят. Повторите.' : `${answer.title} ${answer.detail ?? ''}`);
    });
    request.addEventListener('error', () => failed('Нет связи с сервером: файл не загружен. Повторите.'));
    status?.classList.remove('wrong');
    bar.hidden = false;
    bar.removeAttribute('value');
    say(status, `Загружаем «${file.name}»`);
    const body = new FormData();
    body.append('file', file);
    request.send(body);
  }

  form.classList.add('scripted');
  say(one('.pick > span', form), 'Выбрать файл');
  input.addEventListener('change', send);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.files?.length === 0) input.click();
    else send();
  });
  for (const name of ['dragenter', 'dragover']) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add('over');
    });
  }
  form.addEventListener('dragleave', () => form.classList.remove('over'));
  // A file that misses the frame must not replace the page.
  for (const name of ['dragover', 'drop']) window.addEventListener(name, (event) => event.preventDefault());
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    form.classList.remove('over');
    const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
    if (files === undefined || files.length === 0) return;
    input.files = files;
    send();
  });
}

/** Preview and samples follow the form; the address follows too, so that reloading loses nothing. @param {HTMLFormElement} form */
function followForm(form) {
  let asked = 0;
  let timer = 0;
  const address = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && name !== 'once') query.append(name, value);
    return `${form.getAttribute('action')}?${query.toString()}`;
  };

  async function refresh() {
    const mine = ++asked;
    const before = one('#preview');
    before?.setAttribute('aria-busy', 'true');
    history.replaceState(null, '', address());
    try {
      const answer = await fetch(address(), { headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (mine !== asked) return;
      const after = one('#preview', page);
      if (after === null) return location.reload();
      before?.replaceWith(after);
    } catch {
      if (mine === asked) before?.removeAttribute('aria-busy');
    }
  }

  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLSelectElement) {
      const sample = target.closest('tr')?.querySelector('[data-sample]');
      say(/** @type {HTMLElement | null} */ (sample ?? null), target.selectedOptions[0]?.dataset['sample'] ?? '');
    }
    clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(), PREVIEW_AFTER);
  });
}

/** How far the work is; when it has come to another state the page is drawn anew. @param {HTMLElement} place */
function poll(place) {
  const bar = /** @type {HTMLProgressElement | null} */ (one('progress', place));
  const words = one('[data-words]', place);
  async function ask() {
    try {
      const answer = await fetch(/** @type {string} */ (place.dataset['poll']), { headers: { accept: 'application/json' } });
      if (!answer.ok) return location.reload();
      /** @type {unknown} */
      const said = await answer.json();
      const { state, percent, words: text } = /** @type {{ state: string, percent: number | null, words: string }} */ (said);
      if (state !== place.dataset['state']) return location.reload();
      say(words, text);
      if (bar !== null && percent !== null) bar.value = percent;
    } catch {
      say(words, 'Нет связи с сервером. Работа на нём продолжается, страница спросит снова.');
    }
    window.setTimeout(() => void ask(), POLL_EVERY);
  }
  window.setTimeout(() => void ask(), POLL_EVERY);
}

guardSubmits();
for (const form of document.querySelectorAll('form[data-drop]')) upload(/** @type {HTMLFormElement} */ (form));
for (const form of document.querySelectorAll('form[data-live]')) followForm(/** @type {HTMLFormElement} */ (form));
for (const place of document.querySelectorAll('[data-poll]')) poll(/** @type {HTMLElement} */ (place));
