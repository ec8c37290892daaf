/** Sizes with a narrow no-break space (U+202F) before the unit. */
export const unit = {
  megabytes: '{{n}}\u202fМБ',
  gigabytes: '{{n}}\u202fГБ',
} as const;
