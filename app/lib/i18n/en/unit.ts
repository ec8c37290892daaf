import type { English } from '../keys.ts';
import type { unit as ru } from '../ru/unit.ts';

export const unit: English<typeof ru> = {
  megabytes: '{{n}}\u202fMB',
  gigabytes: '{{n}}\u202fGB',
};
