/** A stretch of time: calendar days as suppliers and customers count, or working days of the workshop. */
export interface Span {
  readonly days: number;
  readonly unit: 'calendar' | 'working';
}
export const LENS_DESIGNS = ['single-vision', 'bifocal', 'progressive', 'office'] as const;
export type LensDesign = (typeof LENS_DESIGNS)[number];

export interface SupplierTerms {
  /** From the order to the lenses in the workshop. */
  readonly lead: Span;
  /** Orders after this wall time go out the next working day; `null`: none. */
  readonly cutoff: string | null;
}

/** How long glasses take, as data of the chain. */
export interface PromiseRules {
  /** Requirements D-43: from the confirmation, where lenses must be ordered; glasses are never promised sooner. */
  readonly types: Readonly<Record<LensDesign, Span>>;
  /** Making, when the lenses are there. */
  readonly making: Span;
  /** Lenses lie in another branch. */
  readonly branch: Span;
  readonly suppliers: Readonly<Record<string, SupplierTerms>>;
  /** More time at the bench: a coating by name, tinting, a rimless frame, prism. */
  readonly coatings: Readonly<Record<string, Span>>;
  readonly tint: Span;
  readonly rimless: Span;
  readonly prism: Span;
  /** From a workshop that is elsewhere to the shop. */
  readonly transit: Span;
  /** While the client waits: minutes of work, and never for what needs more time (optics.md §1.4). `null`: not offered. */
  readonly express: { readonly minutes: number } | null;
  /** Glasses promised for one day; `null`: no limit. */
  readonly capacity: number | null;
}

const working = (days: number): Span => ({ days, unit: 'working' });
const calendar = (days: number): Span => ({ days, unit: 'calendar' });

/** Where the chain has said nothing: D-43, and what Russian shops promise publicly (optics.md §1.4). */
export const USUAL_PROMISE_RULES: PromiseRules = {
  types: { 'single-vision': calendar(3), bifocal: calendar(7), progressive: calendar(14), office: calendar(7) },
  making: working(1),
  branch: working(1),
  suppliers: {},
  coatings: {},
  tint: working(2),
  rimless: working(1),
  prism: working(1),
  transit: working(1),
  express: { minutes: 60 },
  capacity: null,
};
