/** Why a discount or another price is given: what people choose from; anything else they write themselves. */
export const DISCOUNT_REASONS = ['regular', 'showcase', 'defect', 'last', 'agreed', 'colleague'] as const;
export type DiscountReasonName = (typeof DISCOUNT_REASONS)[number];
