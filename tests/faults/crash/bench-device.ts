import { createDevice } from '../../../fiscal-gateway/emulator/register/device.ts';
import type { Device } from '../../../fiscal-gateway/emulator/register/device.ts';
import { openDeviceStore } from '../../../fiscal-gateway/emulator/register/device.store.ts';
import type { Command } from '../../../fiscal-gateway/emulator/register/commands.ts';
import type { Fault } from '../../../fiscal-gateway/emulator/register/faults.ts';
import type { LineClient, LineOutcome } from '../../../fiscal-gateway/register/line-client.ts';
import type { DriveDocument } from '../../../fiscal-gateway/register/register.ts';
import type { Clock } from '../../../design/time/clock.ts';

/** What becomes of the command that a crash meets, or of the next one. */
export const OUTCOMES = [
  'executed',
  'command-lost',
  'answer-lost',
  'answer-late',
  'line-reset',
  'paper-before',
  'paper-after',
  'power-before',
  'power-after',
  'power-mid-print',
] as const;
export type RegisterOutcome = (typeof OUTCOMES)[number];

/** The answer as a model gives it that prints no id of ours. */
const withoutId = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer, (name, value: unknown) => (name === 'ourId' ? null : value)));

/** The emulated register with its drive, in this process: it outlives every gateway, and a hand is on its power switch. */
export class BenchDevice {
  readonly #store: ReturnType<typeof openDeviceStore>;
  readonly #clock: Clock;
  #device: Device;
  /** Without power nothing answers. */
  on = true;
  /** A model without tag 1084: its documents do not name their receipts. */
  carriesId = true;
  /** The next such command is carried out, and nobody waits for its answer. */
  #late: string | null = null;

  constructor(folder: string, clock: Clock) {
    this.#clock = clock;
    this.#store = openDeviceStore(folder);
    this.#device = this.#begin();
  }

  /** What NVRAM and drive remember; what was armed is forgotten with the power. */
  #begin(): Device {
    return createDevice({
      store: this.#store,
      clock: this.#clock,
      identity: { fn: '9999000000000777', serial: '00000000000000000777', inn: '7702203276' },
      letterhead: { user: 'ООО «Оптика»', address: 'Москва', timeZone: 'Europe/Moscow' },
      printMs: 0,
      die: () => {
        this.on = false;
      },
    });
  }

  switchOn(): void {
    if (!this.on) this.#device = this.#begin();
    this.on = true;
  }
  switchOff(): void {
    this.on = false;
  }
  /** A person puts in a new roll and shuts the cover. */
  tend(): void {
    this.#device.setPaper(true);
    this.#device.setCover(false);
  }

  arm(outcome: RegisterOutcome, command: Command['command']): void {
    const fault = (kind: string, more: object = {}): void => {
      this.#device.arm({ kind, command, times: 1, skip: 0, ...more } as unknown as Fault);
    };
    const receipt = command === 'registerReceipt';
    switch (outcome) {
      case 'executed':
        return;
      case 'command-lost':
        return fault('lose-command');
      case 'answer-lost':
        return fault('drop-answer');
      case 'answer-late':
        this.#late = command;
        return;
      case 'line-reset':
        return fault('reset-after');
      case 'paper-before':
        return receipt ? fault('paper-out', { phase: 'before', line: 0, leave_open: true }) : fault('cover-open');
      case 'paper-after':
        return fault('paper-out', { phase: 'after', line: 2, leave_open: false });
      case 'power-before':
        return fault('power-cut', { phase: 'before-commit', kill: true, leave_open: true });
      case 'power-after':
        return fault('power-cut', { phase: 'after-commit', kill: true, leave_open: false });
      case 'power-mid-print':
        return fault('power-cut', { phase: 'mid-print', kill: true, leave_open: false });
    }
  }
  disarm(): void {
    this.#device.disarm();
    this.#late = null;
  }

  readonly line: LineClient = {
    ask: async (command, params): Promise<LineOutcome> => {
      if (!this.on) return { kind: 'no-answer', sent: false, timeout: false, message: 'no power' };
      const lost: LineOutcome = { kind: 'no-answer', sent: true, timeout: true, message: 'no answer' };
      const running = this.#device.execute(1, { command, params } as Command);
      if (this.#late === command) {
        this.#late = null;
        // The device goes on with it; whatever it is asked next waits its turn behind.
        return lost;
      }
      const { answers } = await running;
      const [answer] = answers;
      return answer ? { kind: 'answer', answer: this.carriesId ? answer : withoutId(answer) } : lost;
    },
    close: () => undefined,
  };

  documents(): DriveDocument[] {
    return this.#store.documents(0, 1_000_000).map(({ document }) => document);
  }
  /** Documents whose operator's ticket the drive has not been given. */
  unsent(): number {
    return this.#device.status().unsent.count;
  }
  lastFd(): number {
    return this.#device.status().lastFd;
  }
  shiftOpen(): boolean {
    return this.#device.state().shift.open;
  }
  close(): void {
    this.#store.close();
  }
}
