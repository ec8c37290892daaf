import type { CatalogueEntry, ProductKind } from '$design/documents/catalogue.ts';
import type { Staff } from '$design/documents/people.ts';
import type { BufferStatus, ReceiptAnswer, ReceiptStage, ReportAnswer, ShiftState } from '$design/fiscal/wire.ts';
import type { DashboardStoreRow, HistoryRow } from '$lib/app.model.ts';

/** Made-up data for looking at the screens (`?fake=…`, development only). */
export const NOW = Date.parse('2026-11-21T12:40:00+03:00');

export const KEY = '5b1a7c0e-6a7e-4c1e-9f0a-3d2f6c1b8e77';

const base = { brand: '', category: '', ean: null, vat: 'none', subject: 'goods' } as const;
const CATEGORIES: Readonly<Record<ProductKind, string>> = {
  frame: 'Оправы',
  lens: 'Очковые линзы',
  sunglasses: 'Солнцезащитные очки',
  'contact-lens': 'Контактные линзы',
  care: 'Уход за линзами',
  accessory: 'Аксессуары',
  service: 'Услуги',
};
const articles: CatalogueEntry[] = [
  {
    ...base,
    sku: 'RB-5154-2000-51',
    name: 'Оправа Ray-Ban RX5154 Clubmaster',
    brand: 'Ray-Ban',
    kind: 'frame',
    price: 1_849_000,
    frame: { a: 51, dbl: 21, temple: 145, colour: 'чёрный', material: 'ацетат', rim: 'half', group: 'unisex' },
  },
  {
    ...base,
    sku: 'RB-7047-5451-54',
    name: 'Оправа Ray-Ban RX7047 Liteforce для мужчин с гибкими заушниками и увеличенным световым проёмом',
    brand: 'Ray-Ban',
    kind: 'frame',
    price: 1_579_000,
    frame: { a: 54, dbl: 17, temple: 140, colour: 'матовый тёмно-синий', material: 'полиамид', rim: 'full', group: 'men' },
  },
  {
    ...base,
    sku: 'RB-3025-001-58',
    name: 'Очки солнцезащитные Ray-Ban RB3025 Aviator',
    brand: 'Ray-Ban',
    kind: 'sunglasses',
    vat: '22',
    price: 2_199_000,
    frame: { a: 58, dbl: 14, temple: 135, colour: 'золото', material: 'металл', rim: 'full', group: 'unisex' },
  },
  {
    ...base,
    sku: 'LN-160-SV-HMC',
    name: 'Линза однофокальная 1.60 с покрытием HMC+',
    brand: 'Seiko',
    kind: 'lens',
    price: 345_000,
    lens: {
      index: 1.6,
      design: 'single-vision',
      material: 'MR-8',
      coatings: ['HMC+'],
      diameter: 70,
      sph: { min: -10, max: 6, step: 0.25 },
      cyl: { min: -4, max: 0, step: 0.25 },
      add: null,
      bands: [
        { sphTo: 4, cylTo: 2, price: 345_000 },
        { sphTo: 10, cylTo: 4, price: 520_000 },
      ],
    },
  },
  {
    ...base,
    sku: 'CL-OASYS-6',
    name: 'Контактные линзы Acuvue Oasys',
    brand: 'Acuvue',
    kind: 'contact-lens',
    price: 249_000,
    contactLens: { bc: 8.4, dia: 14, pack: 6, replacement: 'two-weeks', sph: { min: -12, max: 8, step: 0.25 } },
  },
  { ...base, sku: 'CR-RENU-360', name: 'Раствор ReNu MultiPlus 360 мл', kind: 'care', vat: '22', price: 89_000 },
  { ...base, sku: 'AC-CASE-01', name: 'Футляр жёсткий с салфеткой', kind: 'accessory', vat: '22', price: 59_000 },
  { ...base, sku: 'SV-ASSEMBLY', name: 'Услуга: изготовление очков', kind: 'service', subject: 'service', price: 120_000 },
];
export const ENTRIES: CatalogueEntry[] = articles.map((entry) => ({ ...entry, category: CATEGORIES[entry.kind] }));

export const PEOPLE: Staff[] = (
  [
    ['Иванова Анна', 'cashier'],
    ['Смирнов Пётр', 'optician'],
    ['Кузнецова Мария', 'manager'],
    ['Васильева Ольга', 'accountant'],
    ['Константинопольский Александр', 'administrator'],
  ] as const
).map(([name, role], order) => ({
  _id: `staff:${order}`,
  type: 'staff',
  schema: 1,
  hlc: '1763710000000-0000-0000',
  by: null,
  pos: null,
  store: 'demo-1',
  name,
  role,
  inn: null,
  active: true,
  order,
  pin: { algorithm: 'pbkdf2-sha256', iterations: 600_000, salt: '', hash: '' },
  stamps: {},
}));

export const bufferOf = (queued: number): BufferStatus => ({
  total_capacity: 200,
  current_queued: queued,
  percent_full: queued / 2,
  total_receipts: queued + 40,
  pending: queued,
  syncing: 0,
  synced: 40,
  failed: 0,
  dlq_size: 0,
  unsent_documents: queued,
  oldest_receipt: queued > 0 ? { id: 'r1', created_at: new Date(NOW - 14_700_000).toISOString(), age_hours: 4.08 } : null,
  network_status: 'online',
  network_since: NOW - 14_700_000,
  last_sync: { timestamp: new Date(NOW - 30_000).toISOString(), synced_count: 1, failed_count: 0, duration_seconds: 0.2 },
  circuit_breaker: { state: 'closed', failure_count: 0, next_attempt_time: null },
  alerts: [],
});

export const shiftOf = (state: ShiftState['state']): ShiftState => ({
  pos_id: 'POS-001',
  store: 'demo-1',
  state,
  number: 42,
  opened_at: state === 'closed' ? null : NOW - 3 * 3_600_000,
  closes_at: state === 'closed' ? null : NOW + 21 * 3_600_000,
  minutes_left: state === 'closed' ? null : state === 'expired' ? 0 : 21 * 60,
  warning: state === 'expired' ? 'SHIFT_EXPIRED' : null,
  fn: '9999078902011111',
  receipts: 17,
  unsettled: 0,
  register_pending: false,
  event: null,
});

const PAPER = [
  '         УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ          ',
  '                 ООО «Оптика»                   ',
  '           Москва, ул. Примерная, 1             ',
  '                 КАССОВЫЙ ЧЕК                   ',
  'ПРИХОД                                     ЧЕК 18',
  'КАССИР Иванова А. П.',
  '------------------------------------------------',
  'Оправа Ray-Ban RX5154 Clubmaster',
  '  18490.00 x 1                         =18490.00',
  '  БЕЗ НДС',
  'Линза однофокальная 1.60 с покрытием HMC+',
  '  3450.00 x 2                           =6210.00',
  '  В Т.Ч. СКИДКА                           690.00',
  '  БЕЗ НДС',
  '------------------------------------------------',
  'ИТОГ                                   =41380.00',
  'НАЛИЧНЫМИ                              =41380.00',
  '------------------------------------------------',
  '21.11.2026 12:40                        СМЕНА 42',
  'РН ККТ 0000000001012345          ЗН 0000001234',
  'ФН 9999078902011111                      ФД 1043',
  'САЙТ ФНС nalog.gov.ru              ФП 2853205313',
];

export function receiptOf(stage: ReceiptStage, total: number): ReceiptAnswer {
  const reached = { stored: NOW - 900, registered: NOW - 500, printed: NOW };
  return {
    receipt_id: 'r-1043',
    pos_id: 'POS-001',
    type: 'sale',
    key: KEY,
    status: stage === 'delivered' ? 'synced' : 'pending',
    stage,
    printed: true,
    buffered: stage !== 'delivered',
    created_at: new Date(NOW).toISOString(),
    synced_at: null,
    retry_count: 0,
    last_error: null,
    stages: stage === 'delivered' ? { ...reached, delivered: NOW + 2_000 } : reached,
    total: total / 100,
    fiscal_doc: {
      fn: '9999078902011111',
      fd: 1043,
      fp: '2853205313',
      shift: 42,
      number: 18,
      datetime: '2026-11-21T12:40:00',
      qr: 't=20261121T1240&s=25390.00&fn=9999078902011111&i=1043&fp=2853205313&n=1',
      text: PAPER,
      total: 25390,
      rn_kkt: null,
      kkt_number: null,
      inn: null,
      ofd_name: null,
    },
    buffer_info: null,
    result: {
      ...{ _id: 'fiscal-result:1763710800000-0000-0001', type: 'fiscal-result', schema: 1, hlc: '1763710800000-0000-0001' },
      ...{ by: null, pos: 'POS-001', store: 'demo-1', sale: 'sale:1763710800000-0000-0001', key: KEY, receipt: 'r-1043' },
      ...{ operation: 'sale', total, fn: '9999078902011111', fd: 1043, fp: '2853205313', number: 18, at: NOW },
      ...{ shift: { fn: '9999078902011111', number: 42, openedAt: NOW - 3 * 3_600_000 }, qr: '', text: PAPER },
    },
  };
}

export const REPORT: ReportAnswer = {
  reportType: 1,
  shiftNumber: 42,
  dateTime: '2026-11-21T12:41:00',
  fiscalDocumentNumber: null,
  fiscalSign: null,
  fn: '9999078902011111',
  cashTotal: 112_400.5,
  cardTotal: 96_780,
  otherTotal: 0,
  prepaidTotal: 0,
  creditTotal: 0,
  totalSales: 214_170.5,
  totalRefunds: 4_990,
  receipts: 17,
  refunds: 1,
  corrections: 0,
  vat: [],
  cashIn: 5_000,
  cashOut: 0,
  cashInDrawer: 117_400.5,
  operatorName: 'Иванова Анна',
  kktRegNumber: '0000000001012345',
  offline: true,
  cashCount: null,
  leftOpen: [],
  withoutRegister: false,
  text: [
    '        X-ОТЧЁТ · СМЕНА 42            ',
    'Продажи            17     =214170,50  ',
    'Возвраты            1       =4990,00  ',
    'Наличных в кассе          =117400,50  ',
  ],
  event: null,
};

const STAGES = ['printed', 'delivered', 'delivered', 'uncertain', 'delivered', 'parked', 'delivered', 'dead'] as const;
export const ROWS: HistoryRow[] = STAGES.map((stage, i) => ({
  saleId: `sale:${i}`,
  at: NOW - i * 1_260_000,
  cashier: i % 3 ? 'Иванова Анна' : 'Константинопольский Александр',
  total: 2_539_000 - i * 111_150,
  kind: i === 4 ? 'refund' : i === 1 ? 'deposit' : 'sale',
  sign: i === 4 ? -1 : 1,
  payments: i % 2 ? ['card'] : ['cash'],
  client: i === 2 ? 'Семёнова Ольга' : null,
  clientId: i === 2 ? 'client:1' : null,
  words: `оправа фд ${1043 - i}`,
  stage,
  fd: stage === 'uncertain' || stage === 'parked' ? null : 1043 - i,
  recovered: i === 6,
  otherTill: i === 2 ? 'POS-002' : null,
}));

export const STORES: DashboardStoreRow[] = [
  ['demo-1', 'Оптика на Тверской', 21_417_050, 17],
  ['demo-2', 'Оптика в Мытищах', 9_803_000, 9],
].map(([store, name, revenue, receipts]) => ({
  store: store as string,
  name: name as string,
  revenue: revenue as number,
  receipts: receipts as number,
  average: Math.round((revenue as number) / (receipts as number)),
  pending: store === 'demo-2' ? 3 : 0,
  recovered: store === 'demo-2' ? 1 : 0,
  syncing: store === 'demo-2' ? ['POS-003'] : [],
  previous: store === 'demo-2' ? null : 28_400_000,
  byHour: Array.from({ length: 24 }, (_, h) => (h < 10 || h > 12 ? 0 : Math.round((revenue as number) / (h - 8)))),
}));
