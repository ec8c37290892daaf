import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleReceipt } from '../../../fiscal-gateway/emulator/register/sample-receipt.ts';
import { createEmulatedRegister } from '../../../fiscal-gateway/register/emulated.register.ts';
import { RegisterFault } from '../../../fiscal-gateway/register/register.ts';
import type { Register } from '../../../fiscal-gateway/register/register.ts';
import { startProgram } from './program.ts';
import type { StartedProgram } from './program.ts';

const MAIN = 'fiscal-gateway/emulator/register/main.ts';
const CASHIER = { name: 'Иванова А.', inn: null };

let data: string;
let emulator: StartedProgram;
let register: Register;

const begin = async (env: Record<string, string> = {}): Promise<void> => {
  emulator = await startProgram(MAIN, { OPTICS_DATA: data, REGISTER_PORT: '0', REGISTER_NAME: 'till', ...env });
  register = createEmulatedRegister({ host: '127.0.0.1', port: emulator.ready.port, timeoutMs: 1_000 });
};

async function control<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${String(emulator.ready['control'])}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

const faultOf = async (work: Promise<unknown>): Promise<Pick<RegisterFault, 'outcome' | 'reason'>> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof RegisterFault) return { outcome: error.outcome, reason: error.reason };
    throw error;
  }
  throw new Error('it did not fail');
};

const paper = async (): Promise<string> =>
  (await control<{ jobs: { lines: string[] }[] }>('GET', '/paper')).jobs.flatMap((job) => job.lines).join('\n');

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'optics-register-'));
  await begin();
});

afterEach(async () => {
  await register.close();
  await emulator.kill();
  await rm(data, { recursive: true, force: true });
});

describe('the emulated register as a process', () => {
  it('registers a receipt, prints it and finds it again by number', async () => {
    await register.openShift(CASHIER);
    const { document, printed, qr, text } = await register.registerReceipt(sampleReceipt());
    expect(document).toMatchObject({ fd: 3, number: 1, shift: 1, operation: 'sale', total: 1_234_500, ourId: 'sale-1' });
    expect(printed).toBe(true);
    expect(await register.findDocument(3)).toMatchObject({ ...document, qr, text });
    expect(await register.findDocument(4)).toBeNull();
    expect(await paper()).toContain(text.join('\n'));
    expect((await register.closeShift(CASHIER)).fd).toBe(4);
    expect(await register.status()).toMatchObject({ lastFd: 4, unsent: { count: 4, firstFd: 1 }, shift: { state: 'closed' } });
  });

  it('takes tickets in any order and a ticket once', async () => {
    await register.openShift(CASHIER);
    const { fn } = await register.status();
    const ticket = (fd: number) => ({ fn, fd, at: 1, sign: 'x' });
    await register.acceptTicket(2, ticket(2));
    expect((await register.status()).unsent).toMatchObject({ count: 1, firstFd: 1 });
    await register.acceptTicket(2, ticket(2));
    await register.acceptTicket(1, ticket(1));
    expect((await register.status()).unsent).toEqual({ count: 0, firstFd: null, firstAt: null });
    expect((await register.findDocument(2))?.delivered).toBe(true);
  });

  it('keeps every document and the shift over kill -9', async () => {
    await register.openShift(CASHIER);
    await register.registerReceipt(sampleReceipt());
    const before = await register.status();
    await emulator.kill();
    await register.close();
    await begin();
    expect(await register.status()).toEqual({ ...before, clock: expect.any(Number) as number });
    expect((await register.registerReceipt(sampleReceipt({ ourId: 'sale-2' }))).document).toMatchObject({ fd: 4, number: 2 });
  });

  it('tells a refusal from a lost answer, and a lost answer from a lost command only by the drive', async () => {
    expect(await faultOf(register.registerReceipt(sampleReceipt()))).toEqual({ outcome: 'not-executed', reason: 'shift-closed' });
    await register.openShift(CASHIER);
    await control('POST', '/fault', { kind: 'drop-answer' });
    expect(await faultOf(register.registerReceipt(sampleReceipt()))).toEqual({ outcome: 'unknown', reason: 'timeout' });
    expect((await register.findDocument(3))?.ourId).toBe('sale-1');
    await control('POST', '/fault', { kind: 'lose-command' });
    expect(await faultOf(register.registerReceipt(sampleReceipt({ ourId: 'b' })))).toEqual({
      outcome: 'unknown',
      reason: 'timeout',
    });
    expect(await register.findDocument(4)).toBeNull();
    await control('POST', '/fault', { kind: 'reset-after' });
    expect(await faultOf(register.registerReceipt(sampleReceipt({ ourId: 'c' })))).toEqual({
      outcome: 'unknown',
      reason: 'unreachable',
    });
    expect((await register.findDocument(4))?.ourId).toBe('c');
  });

  it('is not executed where nobody listens', async () => {
    await emulator.kill();
    expect(await faultOf(register.openShift(CASHIER))).toEqual({ outcome: 'not-executed', reason: 'unreachable' });
  });

  it('does not take a late or doubled answer for that of the next command', async () => {
    await register.openShift(CASHIER);
    await control('POST', '/fault', { kind: 'duplicate-answer' });
    await control('POST', '/fault', { kind: 'delay', ms: 1_200, skip: 1 });
    expect((await register.registerReceipt(sampleReceipt({ ourId: 'a' }))).document.ourId).toBe('a');
    expect((await faultOf(register.registerReceipt(sampleReceipt({ ourId: 'b' })))).outcome).toBe('unknown');
    expect((await register.registerReceipt(sampleReceipt({ ourId: 'c' }))).document.ourId).toBe('c');
  });

  it('registers what ran out of paper after the commit, and goes on printing with a new roll', async () => {
    await register.openShift(CASHIER);
    await control('POST', '/fault', { kind: 'paper-out', phase: 'before' });
    expect(await faultOf(register.registerReceipt(sampleReceipt()))).toEqual({ outcome: 'not-executed', reason: 'paper-out' });
    await control('POST', '/paper', { present: true });
    await control('POST', '/fault', { kind: 'paper-out', phase: 'after', line: 4 });
    const { document, printed, text } = await register.registerReceipt(sampleReceipt());
    expect([document.fd, printed]).toEqual([3, false]);
    expect((await register.status()).paper).toBe('out');
    await control('POST', '/paper', { present: true });
    expect((await register.status()).paper).toBe('waiting-continue');
    await register.continuePrint();
    expect(await paper()).toContain(text.join('\n'));
    expect((await register.status()).paper).toBe('present');
  });

  it.each([
    ['before-commit', 2],
    ['after-commit', 3],
    ['mid-print', 3],
  ])('dies of a power cut %s and wakes up with FD %i last', async (phase, lastFd) => {
    await register.openShift(CASHIER);
    await control('POST', '/fault', { kind: 'power-cut', phase });
    expect((await faultOf(register.registerReceipt(sampleReceipt()))).outcome).toBe('unknown');
    expect(await emulator.exited).toBeNull();
    await register.close();
    await begin();
    expect((await register.status()).lastFd).toBe(lastFd);
  });

  it('leaves a receipt open over a power cut where told, until it is cancelled', async () => {
    await register.openShift(CASHIER);
    await control('POST', '/fault', { kind: 'power-cut', phase: 'before-commit', kill: false, leave_open: true });
    expect((await faultOf(register.registerReceipt(sampleReceipt()))).outcome).toBe('unknown');
    expect((await register.status()).openDocument).toBe(true);
    expect((await faultOf(register.registerReceipt(sampleReceipt()))).reason).toBe('document-open');
    await register.cancelOpenDocument();
    expect((await register.registerReceipt(sampleReceipt())).document.fd).toBe(3);
  });

  it('shows an expired shift, a blocked drive, an open cover and a wrong clock as the device would', async () => {
    await register.openShift(CASHIER);
    await control('POST', '/cover', { open: true });
    expect((await faultOf(register.registerReceipt(sampleReceipt()))).reason).toBe('cover-open');
    await control('POST', '/cover', { open: false });
    await control('POST', '/drive', { unsent_limit: 2 });
    expect((await faultOf(register.registerReceipt(sampleReceipt()))).reason).toBe('drive-refused');
    await control('POST', '/drive', { unsent_limit: 100, shift_opened_at: 'expired' });
    expect((await register.status()).shift.state).toBe('expired');
    expect((await faultOf(register.registerReceipt(sampleReceipt()))).reason).toBe('shift-expired');
    await control('POST', '/clock', { offset_ms: -3_600_000 });
    expect((await faultOf(register.closeShift(CASHIER))).reason).toBe('clock');
  });

  it('answers nonsense with a refusal and goes on', async () => {
    const strange = register.cashMovement('in', 0.5);
    expect((await faultOf(strange)).outcome).toBe('not-executed');
    expect((await register.status()).lastFd).toBe(1);
    await expect(control('POST', '/fault', { kind: 'earthquake' })).rejects.toThrow('422');
  });

  it('refuses a second process on the same memory, and to run outside demo mode, in one line', async () => {
    const env = { OPTICS_DATA: data, REGISTER_PORT: '0', REGISTER_NAME: 'till' };
    await expect(startProgram(MAIN, env)).rejects.toThrow(
      'exit 1: register-emulator: another process runs on the same data folder',
    );
    await expect(startProgram(MAIN, { ...env, OPTICS_DEMO: '' })).rejects.toThrow(/exit 1: register-emulator: is a test double/);
  });

  it('stops cleanly on SIGTERM', async () => {
    expect(await emulator.stop()).toBe(0);
  });
});
