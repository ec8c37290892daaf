import { expect, it } from 'vitest';
import { tapeSize } from './tape-size.ts';

it('fills the roll that the settings name', () => {
  expect(tapeSize(32, [])).toMatchObject({ paper: 58, room: 52 });
  expect(tapeSize(48, [])).toMatchObject({ paper: 80, room: 74 });
  expect(tapeSize(42, []).points).toBeGreaterThan(tapeSize(48, []).points);
});
it('cuts no line: longer ones make the letters smaller', () => {
  const long = tapeSize(32, ['=2.00'.padStart(40)]);
  expect(long.points * 0.3528 * 0.602 * 40).toBeLessThanOrEqual(long.room);
  expect(long.points).toBeGreaterThan(5);
});
