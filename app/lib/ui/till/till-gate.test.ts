import { describe, expect, it } from 'vitest';
import { tillGate } from './till-gate.ts';

const selling = {
  till: 'POS-001',
  maySell: true,
  needsCode: false,
  otherTab: false,
  lock: { holder: 'd1', mine: true },
  maintenance: false,
  shift: 'open',
} as const;

describe('who may sell in this window', () => {
  it('sells with an open shift and the lease', () => expect(tillGate(selling)).toBe('open'));
  it('sells while nobody holds the lease', () =>
    expect(tillGate({ ...selling, lock: { holder: null, mine: false } })).toBe('open'));
  it('waits until the gateway has told about the shift', () => expect(tillGate({ ...selling, shift: null })).toBe('unknown'));
  it('offers to open a closed shift', () => expect(tillGate({ ...selling, shift: 'closed' })).toBe('closed'));
  it('stops at 24 hours', () => expect(tillGate({ ...selling, shift: 'expired' })).toBe('expired'));
  it('waits while somebody works on the register, whatever its shift (A-70)', () => {
    expect(tillGate({ ...selling, maintenance: true })).toBe('maintenance');
    expect(tillGate({ ...selling, maintenance: true, shift: 'closed' })).toBe('maintenance');
  });
  it('tells of another browser before anything about the shift', () =>
    expect(tillGate({ ...selling, lock: { holder: 'd2', mine: false }, shift: 'closed' })).toBe('other-browser'));
  it('tells of another tab', () => expect(tillGate({ ...selling, otherTab: true })).toBe('other-tab'));
  it('asks for the code of a gateway that does not know this browser, whatever it told before', () =>
    expect(tillGate({ ...selling, needsCode: true })).toBe('needs-code'));
  it('a role that does not sell sees why', () => expect(tillGate({ ...selling, maySell: false })).toBe('no-rights'));
  it('a device that is no till sees why', () => expect(tillGate({ ...selling, till: null })).toBe('no-till'));
});
