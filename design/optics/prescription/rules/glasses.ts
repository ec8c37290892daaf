import type { GlassesContent } from '../../../documents/prescription.ts';
import { LIMITS } from '../../limits.ts';
import { dioptres } from '../../lens-price.ts';
import { isOnGrid } from '../power.ts';
import { ADD_BY_AGE, ADD_FROM_AGE, ADD_SLACK, USUAL } from '../usual.ts';
import { needsVertex } from '../vertex.ts';
import { eachEye, hit, outside, SIDES, when, type Hit, type Rule } from './rule.ts';

type Glasses = GlassesContent;
const COMPONENTS = ['horizontal', 'vertical'] as const;
const WHOLE = ['vertex', 'tilt', 'wrap'] as const;

/** Purposes that have no use for an addition, and those that are nothing without one. */
const WITHOUT_ADD: ReadonlySet<string> = new Set(['distance', 'near', 'sun']);
const WITH_ADD: ReadonlySet<string> = new Set(['progressive', 'bifocal']);

const addOf = ({ od, os }: Glasses): number | null => od.add ?? os.add;
const usualAdd = (age: number): number | null => ADD_BY_AGE.findLast(({ from }) => age >= from)?.add ?? null;

/** In a line across or up and down: do the eyes' prisms undo each other? */
function cancels({ od, os }: Glasses, component: (typeof COMPONENTS)[number]): boolean {
  const [one, other] = [od.prism?.[component], os.prism?.[component]];
  return !!one && !!other && (component === 'vertical' ? one.base === other.base : one.base !== other.base);
}

const prisms = (content: Glasses, isWrong: (amount: number) => boolean): readonly Hit[] =>
  eachEye(content, ({ prism }, side) =>
    COMPONENTS.flatMap((name) => {
      const amount = prism?.[name]?.amount;
      return amount !== undefined && isWrong(amount) ? [hit(side, `prism.${name}`, { amount })] : [];
    }),
  );

/** What only glasses have: prism, fitting, and an addition by purpose and age. */
export const GLASSES_RULES: readonly Rule<Glasses>[] = [
  {
    code: 'PRISM_RANGE',
    severity: 'stop',
    find: ({ content }) => prisms(content, (amount) => outside(amount, LIMITS.prism) || !isOnGrid(amount, 0.25)),
  },
  {
    code: 'PRISM_HIGH',
    severity: 'warning',
    find: ({ content }) => prisms(content, (amount) => amount > USUAL.prism && amount <= LIMITS.prism.max),
  },
  {
    code: 'PRISM_CANCELS',
    severity: 'warning',
    find: ({ content }) => COMPONENTS.flatMap((name) => when(cancels(content, name), null, `prism.${name}`)),
  },
  {
    code: 'HEIGHT_RANGE',
    severity: 'stop',
    find: ({ content }) =>
      eachEye(content, ({ height }, side) => when(outside(height, LIMITS.height), side, 'height', LIMITS.height)),
  },
  {
    code: 'FITTING_RANGE',
    severity: 'stop',
    find: ({ content }) => WHOLE.flatMap((field) => when(outside(content[field], LIMITS[field]), null, field, LIMITS[field])),
  },
  {
    code: 'VERTEX_NEEDED',
    severity: 'warning',
    find: ({ content }) => when(content.vertex == null && SIDES.some((side) => needsVertex(content[side])), null, 'vertex'),
  },
  {
    code: 'ADD_WITHOUT_REASON',
    severity: 'warning',
    find: ({ content }) =>
      when(addOf(content) !== null && !content.reason && WITHOUT_ADD.has(content.purpose ?? ''), null, 'add'),
  },
  {
    code: 'ADD_TOO_YOUNG',
    severity: 'warning',
    find: ({ content, age }) =>
      when(addOf(content) !== null && !content.reason && age !== null && age < ADD_FROM_AGE, null, 'add', { age: age ?? 0 }),
  },
  {
    code: 'ADD_LOW_FOR_AGE',
    severity: 'warning',
    find: ({ content, age }) => {
      const [add, usual] = [addOf(content), age === null ? null : usualAdd(age)];
      if (add === null || usual === null || content.purpose === 'computer') return [];
      return when(add < usual - ADD_SLACK, null, 'add', { age: age!, usual: dioptres(usual) });
    },
  },
  {
    code: 'ADD_MISSING',
    severity: 'warning',
    find: ({ content }) =>
      eachEye(content, ({ sph, add }, side) =>
        when(sph !== null && add === null && WITH_ADD.has(content.purpose ?? ''), side, 'add'),
      ),
  },
  {
    code: 'ADD_INTERMEDIATE',
    severity: 'stop',
    find: ({ content }) =>
      eachEye(content, ({ add, addIntermediate }, side) =>
        when(
          addIntermediate != null && (outside(addIntermediate, LIMITS.add) || add === null || addIntermediate > add),
          side,
          'addIntermediate',
        ),
      ),
  },
];
