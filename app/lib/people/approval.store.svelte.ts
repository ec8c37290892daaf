import type { Signature } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import { can, type Action, type RoleSettings } from '$design/people/roles.ts';
import type { Approval, ApprovalModel, ApprovalQuestion } from './approval.model.ts';

export interface ApprovalDeps {
  readonly people: {
    readonly list: readonly Staff[];
    readonly current: Staff | null;
    readonly settings: RoleSettings;
    lockedUntilOf(staff: Staff): number | null;
    /** `null`: it is this person's PIN. Counts wrong ones as unlocking does. */
    checkPin(staff: Staff, pin: string): Promise<ErrorCode | null>;
  };
}

/** Roles whose word stands in a document as a signature. */
const isSigner = (role: Staff['role']): role is Signature['role'] => role === 'manager' || role === 'administrator';

export class ApprovalStore implements ApprovalModel {
  question = $state.raw<ApprovalQuestion | null>(null);
  busy = $state(false);
  private answer: (approval: Approval | null) => void = () => undefined;
  private readonly deps: ApprovalDeps;

  constructor(deps: ApprovalDeps) {
    this.deps = deps;
  }

  get people(): readonly Staff[] {
    const { question } = this;
    return question ? this.deps.people.list.filter((staff) => this.maySign(staff, question)) : [];
  }

  lockedUntil(staff: Staff): number | null {
    return this.deps.people.lockedUntilOf(staff);
  }

  ask(question: ApprovalQuestion): Promise<Approval | null> {
    this.cancel();
    const { current } = this.deps.people;
    const own = question.self === true && !question.reason && current && this.maySign(current, question) && signatureOf(current);
    if (own) return Promise.resolve(own);
    this.question = question;
    return new Promise((resolve) => (this.answer = resolve));
  }

  async sign(staff: Staff, pin: string, reason: string): Promise<ErrorCode | null> {
    const { question } = this;
    if (!question || this.busy) return 'PIN_WRONG';
    if (!this.maySign(staff, question)) return 'FORBIDDEN';
    this.busy = true;
    try {
      const refused = await this.deps.people.checkPin(staff, pin);
      if (refused) return refused;
    } finally {
      this.busy = false;
    }
    // Called off, or asked anew, while the PIN was being checked.
    const signature = this.question === question ? signatureOf(staff) : null;
    if (signature) this.close(question.reason ? { ...signature, reason: reason.trim() } : signature);
    return null;
  }

  cancel(): void {
    this.close(null);
  }

  private close(approval: Approval | null): void {
    const { answer } = this;
    this.answer = () => undefined;
    this.question = null;
    answer(approval);
  }

  private maySign(staff: Staff, { action, least }: ApprovalQuestion): boolean {
    const allowed = (role: Staff['role'], what: Action) => can(role, what, this.deps.people.settings);
    return isSigner(staff.role) && allowed(staff.role, action) && (least === undefined || least.includes(staff.role));
  }
}

const signatureOf = ({ _id, name, role }: Staff): Signature | null => (isSigner(role) ? { by: _id, name, role } : null);
