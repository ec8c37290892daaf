import type { Settings } from '../../design/documents/catalogue.ts';
import { companyInn } from './check-digits.ts';

export interface DemoShop {
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  /** Till and fiscal drive of the history: both retired, so that no live register is accountable for it. */
  readonly retiredPos: string;
  readonly retiredFn: string;
  /** Device number in the stamps of the history. */
  readonly device: number;
  /** Receipts on an average day. */
  readonly receipts: number;
}

export const DEMO_TIME_ZONE = 'Europe/Moscow';
export const DEMO_COMPANY = { name: 'ООО «Оптика Демо»', inn: companyInn('770412345') };
/** The history's drives were bought then; shifts and documents are numbered from this day on. */
export const DRIVE_SINCE = '2024-01-01';

export const DEMO_SHOPS: readonly DemoShop[] = [
  {
    code: 'demo-1',
    name: 'Оптика на Тверской',
    address: '125009, г. Москва, ул. Тверская, д. 12, стр. 1',
    phone: '+7 495 000-00-12',
    retiredPos: 'POS-901',
    retiredFn: '9999000000000091',
    device: 901,
    receipts: 34,
  },
  {
    code: 'demo-2',
    name: 'Оптика на Ленинском',
    address: '119049, г. Москва, Ленинский просп., д. 24',
    phone: '+7 495 000-00-24',
    retiredPos: 'POS-902',
    retiredFn: '9999000000000092',
    device: 902,
    receipts: 28,
  },
];

/** `settings:chain` and one a shop, in `catalog`: tills and the server learn of a shop from them. */
export function settingsDocuments(hlc: string): Settings[] {
  const head = { type: 'settings', schema: 1, hlc, by: null, pos: null, stamps: {} } as const;
  const shared = {
    timeZone: DEMO_TIME_ZONE,
    company: DEMO_COMPANY,
    cashierMayCloseShift: false,
    administrator: 'Козлов И. А., доб. 101',
  };
  return [
    { _id: 'settings:chain', ...head, store: null, name: 'Сеть «Оптика Демо»', address: DEMO_SHOPS[0]!.address, ...shared },
    ...DEMO_SHOPS.map(({ code, name, address, phone }) => ({
      _id: `settings:store-${code}`,
      ...head,
      store: code,
      name,
      ...{ address, phone },
      ...shared,
    })),
  ];
}
