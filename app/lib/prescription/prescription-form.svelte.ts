import type { ContactLensPrescription, Prescription } from '$design/documents/prescription.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { EyeField, FieldPath, PrismPath } from '$design/optics/prescription/entry/form-fields.ts';
import {
  baseOf,
  copiedEye,
  leftField,
  problemOf,
  problemsOf,
  signed,
  steppedIn,
  textOf,
  turned,
  typedInto,
  valueOf,
  withBase,
  type FieldProblem,
  type Form,
  type PrismBase,
} from '$design/optics/prescription/entry/form.ts';
import type { Direction, Stride } from '$design/optics/prescription/entry/step.ts';
import { latestSigned, previousOf, type AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import type { CylinderSign } from '$design/optics/prescription/notation.ts';
import { checkContactLenses, checkGlasses, isStop, type Finding } from '$design/optics/prescription/rules/check.ts';
import type { Side } from '$design/optics/prescription/rules/rule.ts';
import type { ClientSight } from './prescription.model.ts';

interface FormDeps {
  /** Remembers the form on this device, at each change. */
  readonly keep: (form: Form, doc: AnyPrescription) => void;
  readonly sight: ClientSight;
  readonly sign: CylinderSign;
  readonly setSign: (sign: CylinderSign) => void;
  readonly save: (doc: AnyPrescription) => Promise<ErrorCode | null>;
  readonly signOff: (doc: AnyPrescription) => Promise<ErrorCode | null>;
}

type Words<D> = Partial<Omit<D, 'od' | 'os'>>;

/** A warning is the same one only as long as it says the same: another figure is looked at anew. */
const keyOf = ({ code, side, field, values }: Pick<Finding, 'code' | 'side' | 'field' | 'values'>): string =>
  JSON.stringify([code, side, field, values ?? null]);

/** A draft under the hands: figures, words, what speaks against it, and its signature. Every change is kept on this device at once. */
export class PrescriptionForm {
  form: Form = $state.raw() as Form;
  /** Which cylinder is shown and written. */
  sign: CylinderSign = $state('minus');
  busy = $state(false);
  error = $state<ErrorCode | null>(null);
  private looked = $state.raw<readonly string[]>([]);
  readonly sight: ClientSight;
  /** What it is compared with, `null`: nothing. */
  readonly previous: AnyPrescription | null;
  private readonly deps: FormDeps;
  /** The client's glasses in force: what contact lenses are proposed from. */
  readonly glasses: Prescription | null;
  private touched: boolean;

  constructor(deps: FormDeps, doc: AnyPrescription, form: Form, isSaved: boolean) {
    this.deps = deps;
    this.sight = deps.sight;
    this.sign = deps.sign;
    this.form = turned(form, deps.sign);
    this.touched = !isSaved;
    this.previous = previousOf(doc, deps.sight.all);
    this.glasses = latestSigned(deps.sight.all.filter((one) => one.type === 'prescription'));
  }

  get doc(): AnyPrescription {
    return this.form.content as AnyPrescription;
  }
  readonly findings: readonly Finding[] = $derived.by(() => this.check());
  readonly problems: readonly FieldPath[] = $derived(problemsOf(this.form));
  readonly stops: readonly Finding[] = $derived(this.findings.filter(isStop));
  readonly warnings: readonly Finding[] = $derived(this.findings.filter((finding) => !isStop(finding)));
  /** Is it a document already, figure by figure? Half an eye stays on this device. */
  readonly holds: boolean = $derived(this.problems.length === 0 && this.stops.length === 0);
  readonly unseen: readonly Finding[] = $derived(this.warnings.filter((finding) => !this.looked.includes(keyOf(finding))));

  private check(): Finding[] {
    const { doc } = this;
    const { age, today } = this.sight;
    const previous = this.previous;
    if (doc.type === 'prescription')
      return checkGlasses({ content: doc, previous: previous?.type === 'prescription' ? previous : null, age, today });
    return checkContactLenses({
      ...{ content: doc, age, today },
      previous: previous?.type === 'contact-lens-prescription' ? previous : null,
      glasses: this.glasses,
    });
  }

  text(path: FieldPath): string {
    return textOf(this.form, path);
  }
  value(path: FieldPath): number | null {
    return valueOf(this.form, path);
  }
  base(path: PrismPath): PrismBase | null {
    return baseOf(this.form, path);
  }
  problem(path: FieldPath): FieldProblem | null {
    return problemOf(this.form, path);
  }
  /** About one field of one eye, or of the pair (`side` null). */
  findingsAt(side: Side | null, field: string): readonly Finding[] {
    return this.findings.filter((finding) => finding.side === side && finding.field === field);
  }

  type(path: FieldPath, text: string): void {
    this.change(typedInto(this.form, path, text));
  }
  step(path: FieldPath, direction: Direction, stride: Stride = 'step'): void {
    this.change(steppedIn(this.form, path, direction, stride));
  }
  leave(path: FieldPath): void {
    this.change(leftField(this.form, path));
  }
  say(path: FieldPath, direction: Direction): void {
    this.change(signed(this.form, path, direction));
  }
  setBase(path: PrismPath, base: PrismBase): void {
    this.change(withBase(this.form, path, base));
  }
  copy(from: Side): void {
    this.change(copiedEye(this.form, from));
  }
  turn(sign: CylinderSign): void {
    this.sign = sign;
    this.deps.setSign(sign);
    this.change(turned(this.form, sign));
  }
  /** Words, days and choices of the whole. */
  set(patch: Words<Prescription> | Words<ContactLensPrescription>): void {
    this.change({ ...this.form, content: { ...this.form.content, ...patch } });
  }
  /** Words and choices of one eye: brand, addition band, and whole proposals. */
  setEye(side: Side, patch: object): void {
    const names = Object.keys(patch) as EyeField[];
    const texts = Object.fromEntries(
      Object.entries(this.form.texts).filter(([path]) => !names.some((name) => path === `${side}.${name}`)),
    );
    const eye = { ...this.form.content[side], ...patch };
    this.change({ ...this.form, texts, content: { ...this.form.content, [side]: eye } });
  }

  isLookedAt(finding: Finding): boolean {
    return this.looked.includes(keyOf(finding));
  }
  /** "It is right so", or not any more. */
  look(finding: Finding, right: boolean): void {
    const others = this.looked.filter((key) => key !== keyOf(finding));
    this.looked = right ? [...others, keyOf(finding)] : others;
  }

  private change(form: Form): void {
    if (form === this.form || this.busy) return;
    this.form = form;
    this.touched = true;
    this.error = null;
    this.deps.keep(form, this.doc);
  }

  /** Puts the draft aside: written where it holds together, else it waits on this device. */
  async putAside(): Promise<ErrorCode | null> {
    if (!this.touched || !this.holds) return null;
    return this.work(() => this.deps.save(this.doc));
  }

  /** Signs it with whatever was looked at. Nothing happens while something stops it or a warning was not looked at. */
  async signOff(reason: string): Promise<ErrorCode | null> {
    if (!this.holds || this.unseen.length > 0) return null;
    const confirmed = this.warnings.map(({ code, side, field, values }) => ({
      ...{ code, side, field, reason: reason.trim().slice(0, 300) || null },
      ...(values ? { values } : {}),
    }));
    return this.work(() => this.deps.signOff({ ...this.doc, confirmed }));
  }

  private async work(act: () => Promise<ErrorCode | null>): Promise<ErrorCode | null> {
    if (this.busy) return null;
    this.busy = true;
    this.error = await act();
    this.busy = false;
    return this.error;
  }
}
