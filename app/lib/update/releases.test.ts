import { describe, expect, it } from 'vitest';
import about from '../../../package.json' with { type: 'json' };
import { RELEASES, releasesSince, VERSION } from './releases.ts';

describe('what is new', () => {
  it('is told in the version that package.json names', () => expect(VERSION).toBe(about.version));
  it('is nothing on a device that starts for the first time', () => expect(releasesSince(null)).toEqual([]));
  it('is nothing when it was seen', () => expect(releasesSince(VERSION)).toEqual([]));
  it('is everything since the version that was seen', () => {
    const oldest = RELEASES.at(-1)!;
    expect(releasesSince(oldest.version)).toEqual(RELEASES.slice(0, -1));
  });
  it('is the newest release where the version seen is not known any more', () =>
    expect(releasesSince('0.0.1')).toEqual(RELEASES.slice(0, 1)));
});
