import type { ErrorTexts } from '$design/errors.en.ts';
import { ERRORS, type ErrorCode } from '$design/errors.ts';
import { errorsShown } from '$lib/i18n/i18n.ts';

/** What happened and what to do, for a cashier, in the language shown. */
export const errorText = (code: ErrorCode): ErrorTexts[ErrorCode] => errorsShown()?.[code] ?? ERRORS[code].ru;
