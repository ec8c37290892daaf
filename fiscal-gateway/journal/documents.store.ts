import { withoutContacts } from '../../design/fiscal/customer-contact.ts';
import type { DriveDocument, DriveDocumentType, OfdTicket } from '../register/register.ts';
import type { Journal } from './journal.ts';

/** A document of the drive and its way to the operator. */
export interface DocumentRow {
  readonly fn: string;
  readonly fd: number;
  readonly type: DriveDocumentType;
  readonly fp: string;
  readonly at: number;
  readonly shift: number;
  readonly number: number;
  readonly operation: 'sale' | 'refund' | null;
  readonly total: number | null;
  readonly receipt: string | null;
  /** JSON of the drive's document, the very text for every attempt. */
  readonly body: string;
  readonly state: 'queued' | 'syncing' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly sent_at: number | null;
  /** 1: sent once with unknown outcome; ask before repeating. */
  readonly doubtful: 0 | 1;
  readonly delivered_at: number | null;
  readonly ticket: string | null;
  readonly ticket_given: 0 | 1;
  readonly error: string | null;
  readonly dead_at: number | null;
  readonly resolved_at: number | null;
  readonly resolved_by: string | null;
}

interface LastDocument {
  readonly fd: number;
  readonly shift: number;
  /** Receipt number within the shift. */
  readonly number: number;
}

export type DocumentsStore = ReturnType<typeof createDocumentsStore>;

const RECEIPT_TYPES = `type IN ('receipt', 'correction')`;
const WAITING = `state IN ('queued', 'syncing')`;

/** Writers are called inside `journal.commit`. */
export function createDocumentsStore(journal: Journal) {
  const { db } = journal;
  const rows = (statement: ReturnType<typeof db.prepare>, ...values: (string | number)[]): DocumentRow[] =>
    statement.all(...values) as unknown as DocumentRow[];
  const number = (statement: ReturnType<typeof db.prepare>, ...values: (string | number)[]): number =>
    Number(statement.get(...values)?.['n'] ?? 0);

  const insert = db.prepare(`INSERT INTO documents
    (fn, fd, type, fp, at, shift, number, operation, total, receipt, body, state, delivered_at, ticket_given)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const get = db.prepare('SELECT * FROM documents WHERE fn = ? AND fd = ?');
  const last = db.prepare('SELECT fd, shift, number FROM documents WHERE fn = ? ORDER BY fd DESC LIMIT 1');
  const count = db.prepare('SELECT count(*) AS n FROM documents WHERE fn = ?');
  const numbers = db.prepare('SELECT fd FROM documents WHERE fn = ?');
  const unbound = db.prepare(
    `SELECT * FROM documents WHERE fn = ? AND fd > ? AND receipt IS NULL AND ${RECEIPT_TYPES} ORDER BY fd`,
  );
  const bind = db.prepare('UPDATE documents SET receipt = ? WHERE fn = ? AND fd = ? AND receipt IS NULL');
  const any = db.prepare(`SELECT 1 FROM documents INDEXED BY documents_queue WHERE ${WAITING} LIMIT 1`);
  // A drive retired while it owed documents goes first: its 30 days run out first.
  const nextOwing = db.prepare(`SELECT min(fn) AS fn FROM documents INDEXED BY documents_queue WHERE ${WAITING} AND fn > ?`);
  const adopted = db.prepare('SELECT adopted_at AS n FROM drives WHERE fn = ?');
  const queue = db.prepare(`SELECT * FROM documents INDEXED BY documents_queue WHERE ${WAITING} AND fn = ? ORDER BY fd LIMIT ?`);
  const taken = db.prepare(
    `UPDATE documents SET state = 'syncing', sent_at = CASE doubtful WHEN 1 THEN sent_at ELSE ? END
     WHERE fn = ? AND fd = ? AND ${WAITING}`,
  );
  const sent = db.prepare(
    'UPDATE documents SET attempts = attempts + 1, sent_at = ?, doubtful = 1, error = ? WHERE fn = ? AND fd = ?',
  );
  const back = db.prepare(
    `UPDATE documents INDEXED BY documents_queue SET state = 'queued' WHERE ${WAITING} AND state = 'syncing'`,
  );
  const failed = db.prepare('UPDATE documents SET attempts = attempts + 1, error = ? WHERE fn = ? AND fd = ?');
  const absent = db.prepare('UPDATE documents SET doubtful = 0 WHERE fn = ? AND fd = ?');
  const delivered = db.prepare(
    `UPDATE documents SET state = 'delivered', attempts = attempts + 1, delivered_at = ?, ticket = ?, doubtful = 0, error = NULL
     WHERE fn = ? AND fd = ?`,
  );
  const dead = db.prepare(
    `UPDATE documents SET state = 'dead', attempts = attempts + 1, dead_at = ?, error = ?, doubtful = 0, resolved_at = NULL
     WHERE fn = ? AND fd = ?`,
  );
  const recover = db.prepare(
    `UPDATE documents INDEXED BY documents_queue SET state = 'queued', doubtful = 1, sent_at = ? WHERE ${WAITING} AND state = 'syncing'`,
  );
  const tickets = db.prepare(
    `SELECT * FROM documents INDEXED BY documents_tickets
     WHERE fn = ? AND state = 'delivered' AND ticket_given = 0 AND ticket IS NOT NULL ORDER BY fd LIMIT ?`,
  );
  const given = db.prepare('UPDATE documents SET ticket_given = 1 WHERE fn = ? AND fd = ?');
  const waiting = db.prepare(`SELECT count(*) AS n FROM documents INDEXED BY documents_queue WHERE ${WAITING}`);
  const waitingReceipts = db.prepare(
    `SELECT count(*) AS n FROM documents INDEXED BY documents_queue WHERE ${WAITING} AND ${RECEIPT_TYPES}`,
  );
  const behind = db.prepare(
    `SELECT count(*) AS n FROM documents INDEXED BY documents_queue WHERE ${WAITING} AND ${RECEIPT_TYPES} AND (fn, fd) > (?, ?)`,
  );
  const syncing = db.prepare(
    `SELECT count(*) AS n FROM documents INDEXED BY documents_queue WHERE ${WAITING} AND state = 'syncing' AND ${RECEIPT_TYPES}`,
  );
  const oldest = db.prepare(
    `SELECT * FROM documents INDEXED BY documents_queue WHERE ${WAITING} AND ${RECEIPT_TYPES} ORDER BY fn, fd LIMIT 1`,
  );
  const deadCount = db.prepare(`SELECT count(*) AS n FROM documents WHERE state = 'dead' AND resolved_at IS NULL`);
  const deadRows = db.prepare(`SELECT * FROM documents WHERE state = 'dead' AND resolved_at IS NULL ORDER BY fn, fd`);
  const resend = db.prepare(`UPDATE documents SET state = 'queued', error = NULL WHERE fn = ? AND fd = ? AND state = 'dead'`);
  const resolve = db.prepare(
    `UPDATE documents SET resolved_at = ?, resolved_by = ? WHERE fn = ? AND fd = ? AND state = 'dead' AND resolved_at IS NULL`,
  );
  const deadReceipts = db.prepare(`SELECT count(*) AS n FROM documents WHERE state = 'dead' AND ${RECEIPT_TYPES}`);
  const receiptsInShift = db.prepare(
    `SELECT count(*) AS n FROM documents INDEXED BY documents_shift WHERE fn = ? AND shift = ? AND ${RECEIPT_TYPES}`,
  );

  /** Receipts ever registered. Counted once, then kept along: a screen asks several times a second. */
  const countReceipts = db.prepare(
    `SELECT count(*) AS n FROM documents INDEXED BY documents_shift WHERE ${RECEIPT_TYPES} AND fn > ''`,
  );
  let counted = { receipts: number(countReceipts), undone: journal.undone };
  /** Counted anew where a work was undone: it may have counted a document that the disk did not take. */
  function receiptCount(): number {
    if (counted.undone !== journal.undone) counted = { receipts: number(countReceipts), undone: journal.undone };
    return counted.receipts;
  }

  /**
   * How many wait, asked several times a receipt, also where a whole day waits: counted once, then kept along by whoever changes a state.
   * Counted anew after a work was undone.
   */
  let queuedNow: { readonly undone: number; all: number; receipts: number } | null = null;
  function queued(): { all: number; receipts: number } {
    if (queuedNow?.undone !== journal.undone) {
      queuedNow = { undone: journal.undone, all: number(waiting), receipts: number(waitingReceipts) };
    }
    return queuedNow;
  }
  function wait(by: 1 | -1, { type }: Pick<DocumentRow, 'type'>): void {
    if (queuedNow === null) return;
    queuedNow.all += by;
    if (type === 'receipt' || type === 'correction') queuedNow.receipts += by;
  }
  const waits = ({ state }: Pick<DocumentRow, 'state'>): boolean => state === 'queued' || state === 'syncing';

  /** Asked several times a receipt; read anew after a work was undone. */
  let newest: (LastDocument & { readonly undone: number; readonly fn: string }) | null = null;
  function newestOf(fn: string): LastDocument | null {
    if (newest?.fn === fn && newest.undone === journal.undone) return newest;
    const row = last.get(fn) as unknown as LastDocument | undefined;
    newest = row ? { undone: journal.undone, fn, ...row } : null;
    return newest;
  }

  /** Drives that owe the operator documents: nearly always one or none. */
  function owing(): { readonly fn: string; readonly adopted: number }[] {
    const found = [];
    for (let fn = nextOwing.get('')?.['fn']; typeof fn === 'string'; fn = nextOwing.get(fn)?.['fn']) {
      found.push({ fn, adopted: number(adopted, fn) });
    }
    return found;
  }

  return {
    /** `delivered` as the drive says it: a document imported from a used drive may be with the operator already. */
    insert(document: DriveDocument, receipt: string | null) {
      const { fn, fd, type, fp, at, shift, number: no, operation, total, delivered: held } = document;
      const text = document.text && withoutContacts(document.text);
      const body = JSON.stringify({ ...document, ...(text && { text }), delivered: undefined });
      const state = held ? 'delivered' : 'queued';
      insert.run(fn, fd, type, fp, at, shift, no, operation, total, receipt, body, state, held ? at : null, held ? 1 : 0);
      if (type === 'receipt' || type === 'correction') counted.receipts += 1;
      if (!held) wait(1, document);
      if (newest?.fn === fn && fd > newest.fd) newest = { undone: journal.undone, fn, fd, shift, number: no };
    },
    get: (fn: string, fd: number): DocumentRow | null => (get.get(fn, fd) as unknown as DocumentRow | undefined) ?? null,
    /** The newest document known, or `null` for a drive never seen. */
    last: (fn: string): LastDocument | null => newestOf(fn),
    /** Numbers up to `lastFd` that the journal does not hold, ascending. */
    missing(fn: string, lastFd: number): number[] {
      if (number(count, fn) === lastFd && (last.get(fn)?.['fd'] ?? 0) === lastFd) return [];
      const known = new Set(numbers.all(fn).map((row) => Number(row['fd'])));
      return Array.from({ length: lastFd }, (_, i) => i + 1).filter((fd) => !known.has(fd));
    },
    unboundAfter: (fn: string, fd: number) => rows(unbound, fn, fd),
    /** Gives a document to a receipt; throws where it has one already. */
    bind(fn: string, fd: number, receipt: string) {
      if (bind.run(receipt, fn, fd).changes !== 1) throw new Error(`document ${fn}-${fd} is bound already`);
    },

    /** Is there anything that the operator has not got? */
    anyWaiting: () => any.get() !== undefined,
    /** The next documents, in the order of their drive's numbers; a drive that owes is emptied before the next. */
    queue(limit: number): DocumentRow[] {
      const [first] = owing().sort((a, b) => a.adopted - b.adopted);
      return first === undefined ? [] : rows(queue, first.fn, limit);
    },
    markSyncing: (document: DocumentRow, at: number) => taken.run(at, document.fn, document.fd),
    /** The answer was lost: it may be with the operator. */
    markDoubtful: (document: DocumentRow, at: number, error: string) => sent.run(at, error, document.fn, document.fd),
    clearDoubt: (document: DocumentRow) => absent.run(document.fn, document.fd),
    noteError: (document: DocumentRow, error: string) => failed.run(error, document.fn, document.fd),
    releaseSyncing: () => back.run(),
    /** `document` as it stands now. */
    markDelivered(document: DocumentRow, at: number, ticket: OfdTicket | null) {
      delivered.run(at, ticket === null ? null : JSON.stringify(ticket), document.fn, document.fd);
      if (waits(document)) wait(-1, document);
    },
    /** `document` as it stands now. */
    markDead(document: DocumentRow, at: number, error: string) {
      dead.run(at, error, document.fn, document.fd);
      if (waits(document)) wait(-1, document);
    },
    /** After a crash: whatever was being sent may have arrived. Returns how many. */
    recoverSyncing: (at: number) => Number(recover.run(at).changes),
    /** Tickets that the drive has not been given. */
    tickets: (fn: string, limit: number) => rows(tickets, fn, limit),
    markTicketGiven: (document: DocumentRow) => given.run(document.fn, document.fd),

    waiting: () => queued().all,
    waitingReceipts: () => queued().receipts,
    syncingReceipts: () => number(syncing),
    /** Place in the queue of receipts, 1 = next. */
    position: (fn: string, fd: number) => queued().receipts - number(behind, fn, fd),
    oldestReceipt: () => rows(oldest)[0] ?? null,
    receiptCount,
    /** Dead letters among the receipts, resolved ones too. */
    deadReceipts: () => number(deadReceipts),
    /** Dead letters that nobody has dealt with. */
    deadCount: () => number(deadCount),
    dead: () => rows(deadRows),
    resend(fn: string, fd: number): boolean {
      const done = resend.run(fn, fd).changes === 1;
      if (done) queuedNow = null;
      return done;
    },
    resolve: (fn: string, fd: number, at: number, by: string) => resolve.run(at, by, fn, fd).changes === 1,

    receiptsInShift: (fn: string, shift: number) => number(receiptsInShift, fn, shift),
  };
}
