import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DriveDocument, DriveDocumentType, FiscalReceipt, Register } from '../../../fiscal-gateway/register/register.ts';

const FN = '9999000000000001';
/** What a real register prints: heading, two lines an item, totals, requisites. */
const PAPER_LINES = 24;

interface DriveState {
  fd: number;
  shift: number;
  open: boolean;
  number: number;
}

/** The drive remembers what its journal says: killed or not, both stand at the same document. */
function remembered(folder: string): DriveState {
  const path = join(folder, 'journal.sqlite');
  const empty = { fd: 0, shift: 0, open: false, number: 0 };
  if (!existsSync(path)) return empty;
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const last = db.prepare('SELECT fd, type, shift, number FROM documents WHERE fn = ? ORDER BY fd DESC LIMIT 1').get(FN);
    if (last === undefined) return empty;
    const [fd, shift, number] = [Number(last['fd']), Number(last['shift']), Number(last['number'])];
    return { fd, shift, number, open: last['type'] !== 'shift-close' && last['type'] !== 'registration' };
  } finally {
    db.close();
  }
}

/** A test double for benches: a register in the gateway's own process that takes no time at all. Knows numbers, keeps no documents. */
export function createInstantRegister(folder: string): Register {
  const state = remembered(folder);

  function commit(type: DriveDocumentType, more: Partial<DriveDocument> = {}): DriveDocument {
    if (type === 'shift-open') Object.assign(state, { shift: state.shift + 1, open: true, number: 0 });
    if (type === 'receipt') state.number += 1;
    if (type === 'shift-close') state.open = false;
    state.fd += 1;
    return {
      fn: FN,
      fd: state.fd,
      fp: String(1_000_000_000 + state.fd),
      type,
      at: Date.now(),
      shift: state.shift,
      number: type === 'receipt' ? state.number : 0,
      operation: null,
      total: null,
      ourId: null,
      delivered: false,
      ...more,
    };
  }
  const isNew = state.fd === 0;
  const registration = commit('registration', { fd: 1, shift: 0 });
  if (!isNew) state.fd -= 1;

  const paper = (items: FiscalReceipt['items'], fd: number): string[] => {
    const lines = items.flatMap(({ name, qty, amount }) => [name.slice(0, 42), `${qty} × … = ${(amount / 100).toFixed(2)}`]);
    while (lines.length < PAPER_LINES) lines.push(`ФД ${fd} ФН ${FN} строка ${lines.length}`);
    return lines;
  };
  const nothing = (): Promise<void> => Promise.resolve();

  return {
    kind: 'instant',
    carriesOurId: true,
    status: () =>
      Promise.resolve({
        fn: FN,
        registrationNumber: '0000000005008570',
        serial: '2',
        shift: { state: state.open ? 'open' : 'closed', number: state.shift, openedAt: null, receipts: state.number },
        lastFd: state.fd,
        openDocument: false,
        paper: 'present',
        coverOpen: false,
        clock: Date.now(),
        unsent: { count: 0, firstFd: null, firstAt: null },
        drive: { state: 'ready', validUntil: Date.now() + 1e10, documentsLeft: 100_000 },
      }),
    counters: () => Promise.resolve(null),
    openShift: () => Promise.resolve(commit('shift-open')),
    closeShift: () => Promise.resolve(commit('shift-close')),
    registerReceipt({ ourId, operation, total, items }) {
      const document = commit('receipt', { operation, total, ourId });
      const { fd, fp, number } = document;
      const qr = `t=20261121T0600&s=${(total / 100).toFixed(2)}&fn=${FN}&i=${fd}&fp=${fp}&n=${number}`;
      return Promise.resolve({ document, printed: true, qr, text: paper(items, fd) });
    },
    findDocument: (fd) => Promise.resolve(fd === 1 ? registration : null),
    cancelOpenDocument: nothing,
    continuePrint: nothing,
    printCopy: nothing,
    printText: nothing,
    cashMovement: nothing,
    openDrawer: nothing,
    acceptTicket: nothing,
    close: nothing,
  };
}
