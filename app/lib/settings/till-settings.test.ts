import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeSettings, readTillSettings, TILL_SETTINGS } from './till-settings.ts';

describe('settings of a till', () => {
  it('begin with defaults', () => expect(readTillSettings(null)).toEqual(TILL_SETTINGS));
  it('survive whatever was kept: a value that is none of the known ones counts as never set', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (kept) => {
        const once = readTillSettings(kept);
        expect(readTillSettings(JSON.parse(JSON.stringify(once)))).toEqual(once);
      }),
    );
    expect(readTillSettings({ printerWidth: 40, theme: 'pink', scanner: { gap: 9_000, suffix: 'Delete' } })).toEqual(
      TILL_SETTINGS,
    );
  });
  it('of a till are the administrator’s; looks and sounds are anybody’s', () => {
    const patch = { printerWidth: 48, theme: 'dark' } as const;
    expect(changeSettings(TILL_SETTINGS, patch, false)).toEqual({ ...TILL_SETTINGS, theme: 'dark' });
    expect(changeSettings(TILL_SETTINGS, patch, true)).toEqual({ ...TILL_SETTINGS, ...patch });
  });
});
