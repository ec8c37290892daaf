import fc from 'fast-check';

export const TABLETS = 3;
export const KINDS = ['client', 'contact', 'order', 'note', 'settings'] as const;
export type Kind = (typeof KINDS)[number];

/** What happens in a shop whose line comes and goes. */
export type Step =
  | { readonly do: 'edit'; readonly who: number; readonly kind: Kind; readonly n: number }
  | { readonly do: 'delete'; readonly who: number; readonly kind: 'client' | 'contact' | 'note'; readonly erase: boolean }
  | { readonly do: 'push' | 'pull' | 'sync'; readonly who: number }
  /** Two devices at once, while the resolver works. */
  | { readonly do: 'storm'; readonly who: number; readonly other: number }
  | { readonly do: 'resolve' }
  /** The server dies after so many writes of the resolver. */
  | { readonly do: 'kill'; readonly after: number }
  /** Two servers do the same work. */
  | { readonly do: 'two servers' };

const who = fc.integer({ min: 0, max: TABLETS - 1 });
const is = <T extends string>(kind: T) => fc.constant(kind);

const stepOn = (kinds: readonly Kind[]): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 10, arbitrary: fc.record({ do: is('edit'), who, kind: fc.constantFrom(...kinds), n: fc.nat(5) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: is('delete'),
        who,
        kind: fc.constantFrom('client' as const, 'contact' as const, 'note' as const),
        erase: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: is('push'), who }) },
    { weight: 3, arbitrary: fc.record({ do: is('pull'), who }) },
    { weight: 2, arbitrary: fc.record({ do: is('sync'), who }) },
    { weight: 1, arbitrary: fc.record({ do: is('storm'), who, other: who }) },
    { weight: 1, arbitrary: fc.record({ do: is('resolve') }) },
    { weight: 1, arbitrary: fc.record({ do: is('kill'), after: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: is('two servers') }) },
  );

/** People crowd about one or two documents a day: what is spread over all of them seldom meets. */
export const story = fc
  .uniqueArray(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 2 })
  .chain((kinds) => fc.array(stepOn(kinds), { minLength: 6, maxLength: 30, size: 'max' }));
/** In what order the devices come back at the end. */
export const homecoming = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
