import { t } from '$lib/i18n/i18n.ts';
import { ru } from '$lib/i18n/ru.ts';

type Known = keyof typeof ru.refusals.type;
const isKnown = (type: string): type is Known => Object.hasOwn(ru.refusals.type, type);

/** A type of documents in a cashier's words. */
export const typeName = (type: string): string => t(`refusals.type.${isKnown(type) ? type : 'other'}`);
