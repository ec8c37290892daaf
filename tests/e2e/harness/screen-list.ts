import type { Page } from '@playwright/test';

/** A screen or dialog in one of its states, of made-up data (`app/lib/ui/testing/fake-app.svelte.ts`). */
export interface Screen {
  readonly name: string;
  /** Words of the fake app, with commas. */
  readonly scene: string;
  readonly path?: string;
  /** What is done until it stands there. */
  readonly open?: (page: Page) => Promise<void>;
  /** What must be seen before it is photographed (test id); the steps say it otherwise. */
  readonly shows?: string;
}

type Step = (page: Page) => Promise<void>;
const press =
  (...ids: string[]): Step =>
  async (page) => {
    for (const id of ids) await page.getByTestId(id).first().click();
  };
const fill =
  (id: string, text: string): Step =>
  (page) =>
    page.getByTestId(id).first().fill(text);
const key =
  (name: string): Step =>
  (page) =>
    page.keyboard.press(name);
const sees =
  (id: string): Step =>
  (page) =>
    page.getByTestId(id).first().waitFor();
const dialog: Step = (page) => page.getByRole('dialog').first().waitFor();
const steps =
  (...all: Step[]): Step =>
  async (page) => {
    for (const step of all) await step(page);
  };
const anyReason: Step = (page) => page.locator('[data-testid^="reason-"]').first().click();
/** A line's dialog, on one of its tabs. */
const line = (tab: string, ...more: Step[]): Step => steps(press('change-line', `price-tab-${tab}`), ...more);

const PEOPLE: readonly Screen[] = [
  { name: 'pairing', scene: 'unpaired', shows: 'pairing-code' },
  {
    name: 'pairing-wrong-code',
    scene: 'unpaired',
    open: steps(fill('pairing-code', '2'), press('pairing-submit'), async (page) => page.getByRole('alert').first().waitFor()),
  },
  { name: 'pairing-gateway', scene: 'nocode,people', shows: 'pairing-gateway-code' },
  { name: 'starting', scene: 'starting' },
  { name: 'people', scene: 'people', shows: 'pin-input' },
  { name: 'people-wrong-pin', scene: 'people', open: steps(fill('pin-input', '9999'), press('unlock')) },
  { name: 'people-locked-out', scene: 'people,lockedout', shows: 'pin-input' },
  { name: 'people-none', scene: 'people,nostaff' },
  { name: 'people-first-load', scene: 'people,nostaff,firstload' },
  { name: 'people-install', scene: 'people,installable', shows: 'install-offer' },
];

const TILL: readonly Screen[] = [
  { name: 'till-empty', scene: 'pinned', shows: 'favourites' },
  { name: 'till-arranging', scene: 'pinned', open: press('arrange') },
  { name: 'till-category', scene: '', open: press('category') },
  { name: 'till-found', scene: 'cart', open: fill('search', 'ray-ban') },
  { name: 'till-nothing-found', scene: 'cart', open: fill('search', 'ыыы нет такого') },
  { name: 'till-no-catalogue', scene: 'nocat' },
  { name: 'till-loading', scene: 'loading' },
  { name: 'till-rich-cart', scene: 'rich', shows: 'cart-line' },
  { name: 'till-long-cart', scene: 'long', shows: 'cart-line' },
  { name: 'till-repriced', scene: 'cart,repriced', shows: 'price-now' },
  { name: 'till-parked', scene: 'cart,parked', open: steps(press('parked'), dialog) },
  { name: 'till-parked-empty', scene: '', open: steps(press('parked'), dialog) },
  { name: 'till-glasses', scene: '', open: press('glasses') },
  {
    name: 'till-glasses-power',
    scene: '',
    open: steps(press('glasses'), press('search-result'), press('search-result'), sees('sph-lens-right')),
  },
  { name: 'till-glasses-held', scene: 'rich', open: press('resume-pair') },
  { name: 'till-manual', scene: '', open: steps(press('manual'), dialog) },
  { name: 'till-quantity', scene: 'cart', open: steps(press('line-qty'), dialog) },
  { name: 'line-percent', scene: 'cart', open: line('percent', fill('price-value', '5')) },
  { name: 'line-percent-limit', scene: 'cart', open: line('percent', fill('price-value', '25')) },
  { name: 'line-percent-refused', scene: 'cart', open: line('percent', fill('price-value', '51')) },
  { name: 'line-sum', scene: 'cart', open: line('sum', fill('price-value', '100')) },
  { name: 'line-price', scene: 'cart', open: line('price', fill('price-value', '500')) },
  { name: 'line-note', scene: 'cart', open: line('note') },
  { name: 'line-why', scene: 'rich', open: line('why', sees('why')) },
  { name: 'receipt-discount', scene: 'cart', open: steps(press('receipt-discount'), dialog) },
  { name: 'receipt-coupon', scene: 'rich', open: press('receipt-discount', 'price-tab-coupon') },
  {
    name: 'approval',
    scene: 'cart',
    open: line('percent', fill('price-value', '25'), anyReason, press('price-apply'), sees('approval')),
  },
  { name: 'till-key-help', scene: 'cart', open: steps(key('F1'), sees('key-help')) },
];

const PAYMENT: readonly Screen[] = [
  { name: 'pay-cash', scene: 'paying', shows: 'tendered' },
  { name: 'pay-cash-change', scene: 'paying', open: fill('tendered', '50000') },
  { name: 'pay-odd-change', scene: 'paying', open: steps(fill('tendered', '500000'), press('confirm-payment'), dialog) },
  { name: 'pay-cash-short', scene: 'paying', open: fill('tendered', '100') },
  { name: 'pay-cash-wrong', scene: 'paying', open: fill('tendered', '12,345,6') },
  { name: 'pay-card', scene: 'card', shows: 'confirm-payment' },
  { name: 'pay-prepayment', scene: 'paying', open: steps(press('kind-prepayment'), fill('pay-now', '10000')) },
  { name: 'pay-credit', scene: 'paying,credit', shows: 'pay-order' },
  { name: 'pay-split', scene: 'paying,split', shows: 'tender' },
  { name: 'pay-split-credit', scene: 'paying,split,credit', shows: 'tender' },
  { name: 'pay-contact', scene: 'paying', open: fill('contact-input', 'ivan@gmial.com') },
  {
    name: 'pay-contact-both',
    scene: 'paying',
    open: steps(fill('contact-input', 'ivan@mail.ru'), key('Enter'), fill('contact-input', '9161234567')),
  },
  { name: 'pay-deposit', scene: 'paying', open: steps(press('use-deposit'), dialog) },
  { name: 'pay-registering', scene: 'registering', shows: 'payment-work' },
  { name: 'card-charging', scene: 'registering,card,charging', shows: 'payment-work' },
  { name: 'card-asking', scene: 'registering,card,asking', shows: 'payment-work' },
  { name: 'card-question', scene: 'card,question', open: dialog },
  { name: 'card-question-back', scene: 'card,question,back', open: dialog },
  { name: 'deposits', scene: '', open: steps(press('deposits'), dialog) },
  { name: 'deposits-empty', scene: 'empty', open: steps(press('deposits'), dialog) },
  {
    name: 'deposits-offline',
    scene: 'offline',
    open: steps(press('deposits'), fill('deposit-find', '1042'), press('deposit-ask'), sees('deposit-answer')),
  },
];

const AFTER: readonly Screen[] = [
  { name: 'receipt-printed', scene: 'done', shows: 'receipt-fd' },
  { name: 'receipt-delivered', scene: 'delivered', shows: 'receipt-fd' },
  { name: 'receipt-card', scene: 'done,card', shows: 'receipt-fd' },
  { name: 'receipt-mailed', scene: 'delivered,mailed', shows: 'sending-email' },
  { name: 'receipt-unmailed', scene: 'delivered,unmailed', shows: 'sending-email' },
  { name: 'trouble-paper', scene: 'trouble', shows: 'remedy' },
  { name: 'trouble-card-unknown', scene: 'trouble,doubt', shows: 'slip-paid' },
  { name: 'trouble-card-declined', scene: 'trouble,declined', shows: 'trouble' },
  { name: 'trouble-card-held', scene: 'trouble,heldcard', shows: 'give-back' },
  { name: 'tray', scene: 'tray', path: '/tray', shows: 'tray-item' },
  {
    name: 'tray-void',
    scene: 'tray',
    path: '/tray',
    open: steps(async (page) => page.getByTestId('tray-void').nth(1).click(), dialog),
  },
  { name: 'tray-empty', scene: '', path: '/tray' },
  { name: 'history', scene: '', path: '/history', shows: 'history-row' },
  {
    name: 'history-filtered',
    scene: '',
    path: '/history',
    open: async (page) => void (await page.getByTestId('filter-kind').selectOption({ index: 1 })),
  },
  { name: 'history-nothing', scene: '', path: '/history', open: fill('filter-text', 'нет такого') },
  { name: 'history-empty', scene: 'empty', path: '/history' },
  { name: 'history-loading', scene: 'loading', path: '/history' },
  { name: 'history-receipt', scene: '', path: '/history', open: steps(press('history-row'), sees('history-receipt')) },
  {
    name: 'history-receipt-mailed',
    scene: 'mailed',
    path: '/history',
    open: steps(press('history-row'), sees('history-receipt')),
  },
  { name: 'history-find', scene: '', path: '/history', open: steps(press('find-open'), dialog) },
];

const REFUND: readonly Screen[] = [
  { name: 'refund-find', scene: 'manager', path: '/refund', shows: 'refund-find' },
  { name: 'refund-found', scene: 'refund-found', path: '/refund', shows: 'refund-candidate' },
  { name: 'refund-none', scene: 'refund-none', path: '/refund', shows: 'refund-find' },
  { name: 'refund-offline', scene: 'refund-offline,offline', path: '/refund', shows: 'refund-find' },
  { name: 'refund-error', scene: 'refund-error', path: '/refund', shows: 'refund-find' },
  { name: 'refund-choosing', scene: 'refund-choosing', path: '/refund', shows: 'refund-line' },
  { name: 'refund-working', scene: 'refund-working', path: '/refund', shows: 'refund' },
  { name: 'refund-blocked', scene: 'refund-blocked', path: '/refund', shows: 'refund-blocked' },
  { name: 'refund-approval', scene: 'refund-blocked', path: '/refund', open: press('refund-override') },
  { name: 'refund-ready', scene: 'refund-ready', path: '/refund', shows: 'refund-blocked' },
  { name: 'refund-done', scene: 'refund-done', path: '/refund', shows: 'refund-given' },
  { name: 'refund-trouble', scene: 'refund-trouble', path: '/refund', shows: 'refund-trouble' },
  { name: 'refund-no-shift', scene: 'closed', path: '/refund' },
  { name: 'refund-waiting', scene: 'refund-blocked,tray', path: '/tray', shows: 'waiting-refund' },
  { name: 'correction', scene: 'manager', path: '/correction', shows: 'correction' },
  { name: 'correction-wrong', scene: 'manager,refund-found', path: '/correction', open: press('correction-wrong') },
  {
    name: 'correction-filled',
    scene: 'manager',
    path: '/correction',
    open: steps(
      press('correction-instruction'),
      fill('correction-number', '17/12'),
      fill('correction-reason', 'Проверка налоговой'),
    ),
  },
  { name: 'correction-made', scene: 'manager,correction-made', path: '/correction', shows: 'correction-made' },
  { name: 'correction-no-rights', scene: '', path: '/correction' },
];

const SHIFT: readonly Screen[] = [
  { name: 'shift-closed', scene: 'closed', shows: 'open-shift' },
  { name: 'shift-open-count', scene: 'closed', open: steps(press('open-shift-count'), dialog) },
  { name: 'shift-expired', scene: 'expired' },
  { name: 'shift-reminder', scene: 'late', open: steps(sees('shift-reminder-later'), dialog) },
  { name: 'shift', scene: 'manager,handover', path: '/report', shows: 'report-now' },
  { name: 'shift-cashier', scene: '', path: '/report', shows: 'report-now' },
  { name: 'shift-closed-report', scene: 'closed', path: '/report', shows: 'report-open' },
  { name: 'shift-doubt', scene: 'manager,doubt', path: '/report', shows: 'shift-doubt' },
  { name: 'shift-unreachable', scene: 'unknown,unreachable', path: '/report' },
  { name: 'report-x', scene: 'manager', path: '/report', open: press('report-x') },
  { name: 'cash-in', scene: 'manager', path: '/report', open: steps(press('cash-in'), dialog) },
  { name: 'cash-out', scene: 'manager', path: '/report', open: steps(press('cash-out'), dialog, fill('cash-amount', '500000')) },
  { name: 'cash-collect', scene: 'manager', path: '/report', open: steps(press('cash-collect'), dialog) },
  { name: 'handover', scene: 'manager', path: '/report', open: steps(press('handover'), dialog) },
  {
    name: 'handover-count',
    scene: 'manager',
    path: '/report',
    open: steps(press('handover'), (page) => page.getByTestId('handover-count-true').check({ force: true })),
  },
  { name: 'shift-close', scene: 'manager', path: '/report', open: steps(press('report-z'), dialog) },
  {
    name: 'shift-close-difference',
    scene: 'manager',
    path: '/report',
    open: steps(press('report-z'), fill('close-counted', '117000')),
  },
  {
    name: 'shift-close-checks',
    scene: 'manager,tray,cart,parked,offline,refused',
    path: '/report',
    open: steps(press('report-z'), sees('close-checks')),
  },
  { name: 'shift-close-blind', scene: 'manager,blind', path: '/report', open: steps(press('report-z'), dialog) },
  { name: 'report-z', scene: 'manager', path: '/report', open: press('report-z', 'report-z-confirm') },
  { name: 'archive', scene: 'manager', path: '/report/archive', shows: 'archive-row' },
  { name: 'archive-report', scene: 'manager', path: '/report/archive', open: press('archive-row') },
  { name: 'archive-partial', scene: 'manager,archivegone', path: '/report/archive', shows: 'archive-row' },
  { name: 'archive-empty', scene: 'manager,empty', path: '/report/archive' },
];

const TROUBLE: readonly Screen[] = [
  { name: 'link-online', scene: '', open: steps(press('network-state'), dialog) },
  { name: 'link-offline', scene: 'offline', open: steps(press('network-state'), sees('offline-summary')) },
  { name: 'link-refused', scene: 'refused', open: steps(press('network-state'), dialog) },
  { name: 'link-revoked', scene: 'revoked', open: steps(press('network-state'), dialog) },
  { name: 'till-offline', scene: 'offline,cart', shows: 'cart-line' },
  { name: 'till-degraded', scene: 'degraded,cart', shows: 'cart-line' },
  { name: 'till-unreachable', scene: 'unreachable,cart' },
  { name: 'till-clock', scene: 'clock,cart', shows: 'clock' },
  { name: 'till-storage-full', scene: 'storagefull' },
  { name: 'till-outdated', scene: 'outdated,update' },
  { name: 'buffer-80', scene: 'warn80,degraded', open: steps(sees('buffer-understood'), dialog) },
  { name: 'buffer-90', scene: 'warn90,offline', open: steps(sees('buffer-understood'), dialog) },
  { name: 'buffer-100', scene: 'full,offline', open: steps(sees('buffer-understood'), dialog) },
  { name: 'administrator', scene: 'full,offline', open: steps(press('call-administrator'), sees('administrator-contact')) },
  { name: 'notice-paper', scene: 'paper', shows: 'notice-corner' },
  { name: 'notice-drive', scene: 'drive,soon', open: steps(press('notices-mark'), sees('notices')) },
  { name: 'notice-silent', scene: 'silent,cover,slowofd,print', open: steps(press('notices-mark'), sees('notices')) },
  { name: 'maintenance', scene: 'work', shows: 'maintenance' },
  { name: 'till-lock-held', scene: 'locked', shows: 'lock-held' },
  { name: 'till-other-tab', scene: 'tab' },
  { name: 'till-needs-code', scene: 'nocode', shows: 'enter-gateway-code' },
  { name: 'refusals', scene: 'manager,refused', path: '/refusals', shows: 'refusal' },
  { name: 'refusals-empty', scene: 'manager', path: '/refusals' },
];

const SETTINGS = ['looks', 'connection', 'devices', 'printer', 'scanner', 'terminal', 'program'] as const;

const REST: readonly Screen[] = [
  ...SETTINGS.map((part): Screen => ({
    name: `settings-${part}`,
    scene: 'admin',
    path: '/settings',
    open: press(`settings-${part}`),
  })),
  { name: 'settings-cashier', scene: '', path: '/settings', shows: 'settings' },
  {
    name: 'settings-connection-tested',
    scene: 'admin',
    path: '/settings',
    open: steps(press('settings-connection', 'connection-test'), sees('connection-step')),
  },
  {
    name: 'settings-devices-tested',
    scene: 'admin',
    path: '/settings',
    open: steps(press('settings-devices'), fill('admin-key', 'x'.repeat(24)), press('devices-test'), sees('device-ofd-result')),
  },
  { name: 'settings-install', scene: 'admin,installable,update', path: '/settings', open: press('settings-program') },
  { name: 'news', scene: 'news', shows: 'news' },
  { name: 'dashboard', scene: 'manager', path: '/dashboard', shows: 'dashboard-store' },
  { name: 'dashboard-empty', scene: 'manager,empty', path: '/dashboard' },
  { name: 'dashboard-loading', scene: 'manager,loading', path: '/dashboard' },
  { name: 'dashboard-no-rights', scene: '', path: '/dashboard' },
];

/** Larger type is a choice of a till's people: the screens of the sale must bear it. */
const LARGE: readonly Screen[] = [
  { name: 'large-till', scene: 'large,pinned', shows: 'favourites' },
  { name: 'large-till-rich', scene: 'large,rich', open: fill('search', 'ray-ban') },
  { name: 'large-glasses', scene: 'large,rich', open: press('resume-pair') },
  { name: 'large-pay', scene: 'large,paying', open: fill('tendered', '50000') },
  { name: 'large-pay-split', scene: 'large,paying,split,credit', shows: 'tender' },
  { name: 'large-receipt', scene: 'large,done,mailed', shows: 'receipt-fd' },
  { name: 'large-trouble', scene: 'large,trouble,doubt', shows: 'slip-paid' },
  { name: 'large-history', scene: 'large', path: '/history', shows: 'history-row' },
  { name: 'large-refund', scene: 'large,refund-choosing', path: '/refund', shows: 'refund-line' },
  { name: 'large-shift', scene: 'large,manager', path: '/report', shows: 'shift-now' },
  { name: 'large-shift-close', scene: 'large,manager', path: '/report', open: steps(press('report-z'), dialog) },
];

export const SCREENS: readonly Screen[] = [
  ...PEOPLE,
  ...TILL,
  ...PAYMENT,
  ...AFTER,
  ...REFUND,
  ...SHIFT,
  ...TROUBLE,
  ...REST,
  ...LARGE,
];
