export const count = {
  receipts_one: '{{count}} чек',
  receipts_few: '{{count}} чека',
  receipts_many: '{{count}} чеков',
  receipts_other: '{{count}} чека',
  documents_one: '{{count}} документ',
  documents_few: '{{count}} документа',
  documents_many: '{{count}} документов',
  documents_other: '{{count}} документа',
  positions_one: '{{count}} позиция',
  positions_few: '{{count}} позиции',
  positions_many: '{{count}} позиций',
  positions_other: '{{count}} позиции',
} as const;
