import { validUntil, type PrescriptionKind } from '../validity.ts';
import { when, type Common, type Rule } from './rule.ts';

export const dateRules = (kind: PrescriptionKind): readonly Rule<Common>[] => [
  {
    code: 'DATE_IN_FUTURE',
    severity: 'stop',
    find: ({ content, today }) => when(content.date > today, null, 'date'),
  },
  {
    code: 'VALID_BEFORE_DATE',
    severity: 'stop',
    find: ({ content }) => when(!!content.validUntil && content.validUntil < content.date, null, 'validUntil'),
  },
  {
    code: 'EXPIRED',
    severity: 'warning',
    find: ({ content, age, today }) => {
      const until = validUntil(content, kind, age);
      return when(until < today, null, 'validUntil', { until });
    },
  },
];
