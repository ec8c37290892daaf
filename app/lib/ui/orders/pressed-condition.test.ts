import { expect, it } from 'vitest';
import { pressedCondition } from './pressed-condition.ts';

it.each([
  [['good'], 'scratched', ['scratched']],
  [['scratched'], 'cracked', ['scratched', 'cracked']],
  [['scratched', 'cracked'], 'scratched', ['cracked']],
  [['cracked'], 'cracked', ['good']],
  [['worn', 'repaired'], 'good', ['good']],
  [['good'], 'good', ['good']],
] as const)("the client's own frame: %j and a press on %s is %j", (now, pressed, next) => {
  expect(pressedCondition(now, pressed)).toEqual(next);
});
