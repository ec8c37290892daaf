import type { Prism } from '../../../documents/prescription.ts';
import { transpose, type CylinderSign, type SpheroCylinder } from '../notation.ts';
import { SIDES, type AnyContent, type Side } from '../rules/rule.ts';
import { copiedLensTo, copiedTo } from './copy.ts';
import { COPIED, entryNameOf, isPrism, type FieldPath, type PrismPath } from './form-fields.ts';
import { shown } from './format.ts';
import { typed, type Typed } from './parse.ts';
import { stepped, type Direction, type Stride } from './step.ts';

/** A prism that lacks its amount or its base: it is none yet. */
interface HalfPrism {
  readonly amount: number | null;
  readonly base: PrismBase | null;
}
export type PrismBase = 'in' | 'out' | 'up' | 'down';

/**
 * A prescription while hands write it. What the content says the screen shows; a text that is no figure (yet) stands in `texts` and its
 * place in the content is empty until it is one, so that nothing is ever stored that was not shown.
 */
export interface Form<C extends AnyContent = AnyContent> {
  readonly content: C;
  /** By path; absent where the field shows its value. */
  readonly texts: Readonly<Partial<Record<FieldPath, string>>>;
  readonly halves: Readonly<Partial<Record<PrismPath, HalfPrism>>>;
}

export const begun = <C extends AnyContent>(content: C): Form<C> => ({ content, texts: {}, halves: {} });

/** Labs make eighths; a finding asks whether they were meant. */
const read = (path: FieldPath, text: string): Typed => typed(entryNameOf(path), text, { eighths: true });

type Tree = Readonly<Record<string, unknown>>;
const at = (content: AnyContent, path: string): unknown =>
  path.split('.').reduce<unknown>((tree, name) => (tree as Tree | null | undefined)?.[name], content);

/** The figure of a field; `null`: nothing written, or nothing that is a figure. */
export function valueOf({ content, halves }: Form, path: FieldPath): number | null {
  if (!isPrism(path)) return (at(content, path) as number | null | undefined) ?? null;
  return halves[path]?.amount ?? (at(content, path) as Prism['horizontal'])?.amount ?? null;
}

export const baseOf = ({ content, halves }: Form, path: PrismPath): PrismBase | null =>
  halves[path]?.base ?? (at(content, path) as Prism['horizontal' | 'vertical'])?.base ?? null;

/** What stands in the field. */
export const textOf = (form: Form, path: FieldPath): string => form.texts[path] ?? shown(entryNameOf(path), valueOf(form, path));

/** Content with another value at the path; groups that are left empty become `null`. */
function put<C extends AnyContent>(content: C, path: string, value: unknown): C {
  const [name, ...rest] = path.split('.') as [string, ...string[]];
  const tree = content as Tree;
  if (rest.length === 0) return { ...content, [name]: value };
  return { ...content, [name]: putInto(name, tree[name] as Tree | null | undefined, rest, value) };
}

const EMPTY: Readonly<Record<string, Tree>> = {
  prism: { horizontal: null, vertical: null },
  pdNear: { both: null, od: null, os: null },
  visus: {},
};

function putInto(group: string, tree: Tree | null | undefined, [name, ...rest]: string[], value: unknown): Tree | null {
  const before = tree ?? EMPTY[group] ?? {};
  const inner = rest.length === 0 ? value : putInto(name!, before[name!] as Tree | null | undefined, rest, value);
  const { [name!]: _, ...others } = before;
  const next = group === 'visus' && inner === null ? others : { ...before, [name!]: inner };
  return group in EMPTY && Object.values(next).every((each) => each === null) ? null : next;
}

const withText = ({ texts }: Form, path: FieldPath, text: string | null): Form['texts'] => {
  const { [path]: _, ...others } = texts;
  return text === null ? others : { ...others, [path]: text };
};

function withValue<F extends Form>(form: F, path: FieldPath, value: number | null): F {
  if (isPrism(path)) return withPrism(form, path, { amount: value, base: baseOf(form, path) });
  return { ...form, content: put(form.content, path, value) };
}

function withPrism<F extends Form>(form: F, path: PrismPath, half: HalfPrism): F {
  const { [path]: _, ...others } = form.halves;
  const isWhole = half.amount !== null && half.base !== null;
  const isNone = half.amount === null && half.base === null;
  const content = put(form.content, path, isWhole ? half : null);
  return { ...form, content, halves: isWhole || isNone ? others : { ...others, [path]: half } };
}

/** Each letter typed: a figure counts at once, anything else leaves the place empty until it is one. */
export function typedInto<F extends Form>(form: F, path: FieldPath, text: string): F {
  const said = read(path, text);
  return { ...withValue(form, path, said.kind === 'value' ? said.value : null), texts: withText(form, path, text) };
}

/** The field is left: a figure is shown as figures are; what is none stays as it was typed, to be seen and put right. */
export function leftField<F extends Form>(form: F, path: FieldPath): F {
  const text = form.texts[path];
  if (text === undefined || isUnread(problemOf(form, path))) return form;
  return { ...form, texts: withText(form, path, null) };
}

/** All of them are left: a form that is opened again. */
export const leftAll = <F extends Form>(form: F): F =>
  (Object.keys(form.texts) as FieldPath[]).reduce<F>((next, path) => leftField(next, path), form);

/** A press of an arrow, a notch of the wheel, a finger on plus or minus. Upon a text that is no figure: that way's sign where only it lacks. */
export function steppedIn<F extends Form>(form: F, path: FieldPath, direction: Direction, stride: Stride = 'step'): F {
  const problem = problemOf(form, path);
  if (problem?.kind === 'ask-sign') return signed(form, path, direction);
  if (isUnread(problem)) return form;
  const next = withValue(form, path, stepped(entryNameOf(path), valueOf(form, path), direction, stride));
  return { ...next, texts: withText(form, path, null) };
}

/** The sign that was asked for. */
export function signed<F extends Form>(form: F, path: FieldPath, direction: Direction): F {
  const problem = problemOf(form, path);
  if (problem?.kind !== 'ask-sign') return form;
  return { ...withValue(form, path, problem.choices[direction === 1 ? 1 : 0]), texts: withText(form, path, null) };
}

/** Where a prism's base lies; the same once more takes it away. */
export const withBase = <F extends Form>(form: F, path: PrismPath, base: PrismBase): F =>
  withPrism(form, path, { amount: valueOf(form, path), base: baseOf(form, path) === base ? null : base });

/** Both eyes in the notation asked for; an eye that lacks sphere, cylinder or axis stays as it is written. */
export function turned<F extends Form>(form: F, sign: CylinderSign): F {
  return SIDES.reduce((next, side) => {
    const eye: SpheroCylinder = next.content[side];
    const other = signOf(eye) === sign || signOf(eye) === null ? eye : transpose(eye);
    if (other === eye) return next;
    const texts = (['sph', 'cyl', 'axis'] as const).reduce<Form['texts']>(
      (all, name) => withText({ ...next, texts: all }, `${side}.${name}`, null),
      next.texts,
    );
    return { ...next, content: { ...next.content, [side]: other }, texts };
  }, form);
}

const signOf = ({ cyl }: Pick<SpheroCylinder, 'cyl'>): CylinderSign | null => (!cyl ? null : cyl < 0 ? 'minus' : 'plus');

/** The other eye as this one; a text that is no figure yet goes along, as it is seen. */
export function copiedEye<F extends Form>(form: F, from: Side): F {
  const to: Side = from === 'od' ? 'os' : 'od';
  const texts = COPIED.reduce<Form['texts']>(
    (all, name) => withText({ ...form, texts: all }, `${to}.${name}`, form.texts[`${from}.${name}`] ?? null),
    form.texts,
  );
  return { ...form, content: { ...form.content, [to]: eyeFrom(form.content, from, to) }, texts };
}

function eyeFrom(content: AnyContent, from: Side, to: Side): AnyContent[Side] {
  return 'pd' in content ? copiedTo(content[to], content[from]) : copiedLensTo(content[to], content[from]);
}

export type FieldProblem = Extract<Typed, { kind: 'ask-sign' | 'refused' }> | { readonly kind: 'base-missing' };

/** Why a field is no figure yet; `null`: it is one, or empty. */
export function problemOf(form: Form, path: FieldPath): FieldProblem | null {
  const text = form.texts[path];
  const said = text === undefined ? null : read(path, text);
  if (said?.kind === 'ask-sign' || said?.kind === 'refused') return said;
  if (!isPrism(path)) return null;
  const half = form.halves[path];
  return half && half.amount !== null ? { kind: 'base-missing' } : null;
}

const isUnread = (problem: FieldProblem | null): boolean => problem !== null && problem.kind !== 'base-missing';

/** The fields that are no figures yet: while there is one nothing is signed, and nothing leaves this device. */
export function problemsOf(form: Form): FieldPath[] {
  const paths = new Set([...Object.keys(form.texts), ...Object.keys(form.halves)] as FieldPath[]);
  return [...paths].filter((path) => problemOf(form, path) !== null);
}
