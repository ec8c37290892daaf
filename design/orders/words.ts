/** Closed sets of words that order events are written in. Apart from the shapes of `documents/order*.ts`, so that a screen need not load those. */

/** Sub-steps are data beside the state, in the usual order (requirements L-20); none of them is ever required by the machine. */
export const SUB_STEPS = ['lens-ordered', 'received', 'edging', 'quality-control', 'in-transit'] as const;
export type SubStep = (typeof SUB_STEPS)[number];

/** Right eye first, always. */
export const SIDES = ['od', 'os'] as const;
export type Side = (typeof SIDES)[number];

/** A sub-order is a pair of glasses; its letter stands on the job ticket and is never given out twice (optics.md §1.4). */
export const PAIR_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
export type PairLetter = (typeof PAIR_LETTERS)[number];

export const PURPOSES = ['distance', 'near', 'computer', 'progressive', 'bifocal', 'sun', 'other'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What can break or be found wrong. */
export const DAMAGED_PARTS = ['od', 'os', 'frame'] as const;
export type DamagedPart = (typeof DAMAGED_PARTS)[number];
export const BREAKAGE_CAUSES = ['edging', 'mounting', 'handling', 'material', 'transport', 'client', 'other'] as const;
export type BreakageCause = (typeof BREAKAGE_CAUSES)[number];
export const DEFECT_CAUSES = [
  'power',
  'axis',
  'centration',
  'prism',
  'coating',
  'tint',
  'scratch',
  'chip',
  'size',
  'frame',
  'wrong-article',
  'other',
] as const;
export type DefectCause = (typeof DEFECT_CAUSES)[number];
/** Where the part comes from again; `no`: it goes on as it is. */
export const AGAIN = ['stock', 'supplier', 'no'] as const;
export type Again = (typeof AGAIN)[number];

/** How a supplier takes orders: a letter with VCA job text attached, or the letter alone. */
export const SUPPLIER_FORMATS = ['vca', 'letter'] as const;
export type SupplierFormat = (typeof SUPPLIER_FORMATS)[number];

/** Who answers for a breakage, a remake, a cancellation. */
export const FAULTS = ['workshop', 'shop', 'supplier', 'doctor', 'client', 'nobody'] as const;
export type Fault = (typeof FAULTS)[number];

/** State of a client's own frame, as it was taken in. */
export const OWN_FRAME_CONDITIONS = ['good', 'worn', 'scratched', 'cracked', 'repaired'] as const;
export type OwnFrameCondition = (typeof OWN_FRAME_CONDITIONS)[number];

/** Links between orders go both ways; each word names what the *other* order is to this one. */
export const LINKS = ['remade-as', 'remake-of', 'warranty-as', 'warranty-of'] as const;
export type LinkKind = (typeof LINKS)[number];
export const LINK_BACK: Readonly<Record<LinkKind, LinkKind>> = {
  'remade-as': 'remake-of',
  'remake-of': 'remade-as',
  'warranty-as': 'warranty-of',
  'warranty-of': 'warranty-as',
};
/** What a claim covers (optics.md §1.5). */
export const CLAIM_SCOPES = ['complete', 'lenses', 'frame', 'write-off'] as const;
export type ClaimScope = (typeof CLAIM_SCOPES)[number];

export const TIMER_ACTIONS = ['start', 'pause', 'stop'] as const;
export type TimerAction = (typeof TIMER_ACTIONS)[number];

export const NOTICE_KINDS = ['ready', 'late', 'uncollected', 'recall'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
export const NOTICE_CHANNELS = ['sms', 'email', 'call'] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];
/** `reached` and `unreached` are of calls; `delivered` is the provider's word that the telephone has it. */
export const NOTICE_STATUSES = ['queued', 'sent', 'delivered', 'failed', 'reached', 'unreached'] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
