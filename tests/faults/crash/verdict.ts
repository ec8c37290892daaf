import { invariantViolations } from '../../../design/invariant.ts';
import { journalEvidence } from '../../../fiscal-gateway/journal/journal-evidence.ts';
import { checkJournal } from '../../../fiscal-gateway/safekeeping/journal-check.ts';
import type { Day } from './day.ts';
import type { CrashShop } from './shop.ts';

/** What is wrong after the day, in words; empty where the promise was kept. */
export async function verdict(shop: CrashShop, day: Day): Promise<string[]> {
  const wrong: string[] = [];
  const drive = shop.device.documents();
  // Every key again: what was answered is answered with the same document, and nothing new comes of it.
  for (const [key, { body, fd, voided }] of day.till.receipts) {
    const answer = await shop.call('POST', '/v1/kkt/receipt', body, key);
    const again = (answer?.body['fiscal_doc'] as { fd?: number } | null | undefined)?.fd ?? null;
    if (voided) {
      const code = answer?.body['code'];
      // Where the journal lost the voiding, the till that gave the sale up never asks again; so it is not asked here.
      if (!day.journalLost && code !== 'RECEIPT_VOIDED')
        wrong.push(`the voided ${key} is answered ${answer?.status} ${String(code)}`);
    } else if (again !== fd || answer?.status !== 200) {
      wrong.push(`${key} was FD ${fd}, is now ${answer?.status} FD ${again} ${String(answer?.body['code'])}`);
    }
  }
  await day.deliver();
  const after = shop.device.documents();
  const voidedOnLostJournal = day.journalLost && [...day.till.receipts.values()].some(({ voided }) => voided);
  if (after.length !== drive.length && !voidedOnLostJournal)
    wrong.push(`the repeats made ${after.length - drive.length} documents`);
  for (const [key, { fd, voided }] of day.till.receipts) {
    const made = after.filter(({ ourId }) => ourId === key).map((document) => document.fd);
    const right = voided ? made.length === 0 || day.journalLost : made.length === 1 && made[0] === fd;
    if (!right) wrong.push(`${key}: FD ${made.join(', ')} in the drive, FD ${fd} answered, voided ${voided}`);
  }
  const journal = journalEvidence(shop.journalPath);
  const unrevised = (list: readonly { _id: string }[]): { _id: string }[] => list.map(({ _id }) => ({ _id }));
  const told = shop.server.facts();
  const evidence = {
    drive: after,
    ofd: shop.operator.held(),
    // What a lost journal knew of cashiers and of cash moved by hand the drive cannot give back: ids agree, revisions may not.
    journal: day.journalLost
      ? { ...journal, shiftEvents: unrevised(journal.shiftEvents), cash: unrevised(journal.cash) }
      : journal,
    app: told,
  };
  for (const { rule, what, why } of invariantViolations(evidence)) {
    // The void of a receipt that a lost journal never saw was the till's own to write.
    if (rule === 'sale-settled-once' && day.journalLost && voidedOnLostJournal) continue;
    wrong.push(`${rule}: ${what}: ${why}`);
  }
  for (const [id, revisions] of shop.server.revisions()) {
    if (revisions.size > 1) wrong.push(`${id} was told in ${revisions.size} revisions`);
  }
  for (const key of shop.operator.conflicts) wrong.push(`the operator was sent another ${key}`);
  const { damage, chain } = checkJournal(shop.journalPath);
  wrong.push(...damage, ...chain.breaks.map(({ kind, seq }) => `the event chain: ${kind} at ${seq}`));
  const status = await shop.call('GET', '/v1/kkt/buffer/status');
  if (status?.body['dlq_size'] !== 0) wrong.push(`dead letters: ${String(status?.body['dlq_size'])}`);
  if (!day.journalLost && shop.device.shiftOpen()) {
    const x = await shop.call('POST', '/v1/kkt/report/x', { pos_id: 'POS-001' });
    const drawer = Math.round(Number(x?.body['cashInDrawer']) * 100);
    if (drawer !== day.till.cash) wrong.push(`drawer ${drawer}, by hand ${day.till.cash}`);
  }
  return wrong;
}
