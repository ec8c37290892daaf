import { describe, expect, it } from 'vitest';
import { sendingWord } from './sending-view.ts';

const word = (state: Parameters<typeof sendingWord>[0]['state'], online: boolean, tries = 0) =>
  sendingWord({ state, tries }, online);

describe('how the sending of a receipt is told', () => {
  it('speaks of a missing connection only where it is missing', () => {
    expect([word('queued', false), word('queued', true)]).toEqual(['queued', 'queuedHere']);
  });

  it('tells a first try from those after it, and says nothing where nothing was wished', () => {
    expect([word('waiting', true, 1), word('waiting', true, 2), word('none', true)]).toEqual(['waiting', 'waitingLong', null]);
    expect([word('sent', false, 3), word('failed', true, 9)]).toEqual(['sent', 'failed']);
  });
});
