// @ts-check
import { ACTS, showDead, showOpen, showTokens } from './acts.js';
import { ask, Refusal } from './api.js';
import { byId, input, when } from './dom.js';
import { showAlarms, showBackups, showLog, showMaintenance, showMode, showQueue, showRegister, showShift } from './sections.js';

/** The administrator's page (requirements A-69, B-31): what the gateway knows, as it is now. */

const EVERY = 15_000;
let admin = false;
/** @type {EventSource | null} */
let stream = null;
let again = 0;
let showing = false;
let stale = false;

/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Error ? error.message : String(error));
/** @param {string} text */
const notice = (text) => (byId('notice').textContent = text);

/** A button's work: one at a time is not needed, what went wrong is said. @param {() => Promise<string | null>} work */
function run(work) {
  work().then(
    (said) => {
      if (said !== null) notice(said);
      void show();
    },
    (/** @type {unknown} */ error) => notice(wordsOf(error)),
  );
}

/** Everything anew; what is asked for meanwhile comes right after. */
async function show() {
  if (showing) {
    stale = true;
    return;
  }
  showing = true;
  try {
    const [health, buffer, shift, drive, open, log, dead, maintenance, backups, tokens] = await Promise.all([
      ask('GET /v1/health', {}),
      ask('GET /v1/kkt/buffer/status', {}),
      ask('GET /v1/kkt/shift', {}),
      // A register that is off is a state to show, not an error.
      ask('GET /v1/kkt/fn', {}).catch((/** @type {unknown} */ error) => wordsOf(error)),
      ask('GET /v1/kkt/buffer/receipts', { query: { limit: 50 } }),
      ask('GET /v1/kkt/buffer/logs', { query: { limit: 20 } }),
      ask('GET /v1/kkt/dlq', { query: {} }),
      ask('GET /v1/pos/maintenance', {}),
      ask('GET /v1/backup', {}),
      admin ? ask('GET /v1/tokens', {}) : null,
    ]);
    byId('where').textContent = `${health.pos_id} · ${health.store} · ${health.version}`;
    byId('training').hidden = !health.demo;
    showMode(buffer);
    showAlarms(buffer);
    showRegister(health, drive);
    showShift(shift);
    showQueue(buffer, health);
    showOpen(open, admin, run);
    showDead(dead, admin, run);
    showMaintenance(maintenance);
    showBackups(backups);
    showLog(log);
    if (tokens) showTokens(tokens, run);
    byId('as-of').textContent = `на ${when(Date.now())}`;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return leave();
    notice(wordsOf(error));
  } finally {
    showing = false;
    clearTimeout(again);
    if (!byId('page').hidden) again = window.setTimeout(() => void show(), stale ? 1_000 : EVERY);
    stale = false;
  }
}

function listen() {
  stream?.close();
  stream = new EventSource('/v1/events');
  for (const event of ['buffer', 'shift', 'receipt', 'lock']) {
    stream.addEventListener(event, () => {
      clearTimeout(again);
      again = window.setTimeout(() => void show(), 1_000);
    });
  }
}

/** @param {{ scope: string | null }} session */
function enter({ scope }) {
  admin = scope === 'admin';
  byId('login').hidden = true;
  byId('page').hidden = false;
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-admin]')))
    button.disabled = !admin;
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-admin-section]')))
    section.hidden = !admin;
  listen();
  void show();
}

function leave() {
  stream?.close();
  clearTimeout(again);
  byId('page').hidden = true;
  byId('login').hidden = false;
  input('secret').focus();
}

byId('login-form').addEventListener('submit', (event) => {
  event.preventDefault();
  byId('login-error').textContent = '';
  ask('POST /v1/session', { body: { secret: input('secret').value } }).then(
    (session) => {
      input('secret').value = '';
      enter(session);
    },
    (/** @type {unknown} */ error) => (byId('login-error').textContent = wordsOf(error)),
  );
});
byId('logout').addEventListener('click', () => {
  ask('DELETE /v1/session', {}).then(leave, (/** @type {unknown} */ error) => notice(wordsOf(error)));
});
input('by').value = localStorage.getItem('optics-by') ?? '';
input('by').addEventListener('change', () => localStorage.setItem('optics-by', input('by').value.trim()));
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-act]'))) {
  const act = ACTS[button.dataset['act'] ?? ''];
  if (act) button.addEventListener('click', () => run(act));
}

ask('GET /v1/session', {}).then(enter, leave);
