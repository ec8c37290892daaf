import type { Locator } from '@playwright/test';
import { SAME_PRESS } from '../../../app/lib/ui/parts/one-press.ts';

/** Presses a button that was pressed a moment ago, as a person does who has read what came of it: sooner it would be the same press. */
export async function pressAgain(button: Locator): Promise<void> {
  await button.evaluate((_button, ms) => new Promise((resolve) => setTimeout(resolve, ms)), SAME_PRESS);
  await button.click();
}
