/** What the person named is to the one whose card says so: `parent` = "is my parent". */
export const FAMILY_TIES = ['spouse', 'parent', 'child', 'sibling', 'relative', 'carer', 'ward'] as const;
export type FamilyTie = (typeof FAMILY_TIES)[number];

const INVERSE: Readonly<Record<FamilyTie, FamilyTie>> = {
  spouse: 'spouse',
  parent: 'child',
  child: 'parent',
  sibling: 'sibling',
  relative: 'relative',
  carer: 'ward',
  ward: 'carer',
};

/** The same tie from the other side. Its own inverse. */
export const inverseTie = (tie: FamilyTie): FamilyTie => INVERSE[tie];

/** Fields of a card that hold one value each and may be taken from either card of a merge. */
export const SINGLE_FIELDS = ['name', 'phone', 'email', 'birth', 'card', 'recall'] as const;
export type SingleField = (typeof SINGLE_FIELDS)[number];

/** Characters of a note of a client or order. */
export const NOTE_LIMIT = 20_000;
