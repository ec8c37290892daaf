import { DomainError } from '../../design/errors.ts';
import { mayOverride } from '../../design/import/approvers.ts';
import type { Confirmation } from '../import/imports.ts';
import type { Signatures } from '../people/signatures.ts';
import { signatureForm, type Typed } from './import.forms.ts';
import { ADMINISTRATOR } from './import.sign.part.ts';

/** Who puts jobs in force and takes them back at the pages. */
interface Decider {
  /** Does a form name somebody? Only while nobody of the staff may decide, the administrator's session alone is enough, but never to override. */
  isNamed(typed: Typed, overrides: boolean): Promise<boolean>;
  /** The person by name and id, proved by their PIN. @throws FORBIDDEN, PIN_WRONG, PIN_LOCKED */
  proved(typed: Typed): Promise<{ readonly name: string; readonly by?: string }>;
  /** The same, as a job is confirmed; `reason`: why new prices do not wait for tills with receipts to deliver. */
  confirmation(typed: Typed, reason: string | undefined): Promise<Omit<Confirmation, 'at'>>;
}

export function createDecider(signatures: Signatures): Decider {
  const isUnstaffed = async (): Promise<boolean> => (await signatures.signers(mayOverride)).length === 0;

  async function signer(typed: Typed) {
    const signed = signatureForm.safeParse(typed);
    if (!signed.success) return null;
    const person = await signatures.proved(signed.data.approver, signed.data.pin);
    if (!mayOverride(person.role)) throw new DomainError('FORBIDDEN');
    return person;
  }

  async function unsigned(): Promise<{ readonly name: string }> {
    // The first price list may come before the first person: later nobody decides without a name of their own.
    if (!(await isUnstaffed())) throw new DomainError('FORBIDDEN');
    return { name: ADMINISTRATOR };
  }

  return {
    isNamed: async (typed, overrides) => signatureForm.safeParse(typed).success || (!overrides && (await isUnstaffed())),
    async proved(typed) {
      const person = await signer(typed);
      return person ? { name: person.name, by: person.id } : unsigned();
    },
    async confirmation(typed, reason) {
      const person = await signer(typed);
      if (!person) return unsigned();
      const { id: by, name, role } = person;
      return { name, by, ...(reason === undefined ? {} : { override: { name, by, role, reason } }) };
    },
  };
}
