import type { Client } from '$design/documents/people.ts';
import { stateOf, type AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import { ageOn } from '$design/optics/prescription/validity.ts';
import type { KeptForm } from './kept-forms.ts';
import type { ClientSight } from './prescription.model.ts';

/** What is stored and what only this device holds, as one: a form under the hands stands before its stored draft. */
export function sightOf(
  stored: readonly AnyPrescription[],
  kept: readonly KeptForm[],
  card: Pick<Client, 'name' | 'birth'> | null,
  today: string,
): ClientSight {
  const signed = new Set(stored.flatMap(({ _id, signed }) => (signed ? [_id] : [])));
  const here = kept.map(({ doc }) => doc).filter(({ _id }) => !signed.has(_id));
  const onlyHere = new Set(here.map(({ _id }) => _id));
  const all = [...here, ...stored.filter(({ _id }) => !onlyHere.has(_id))];
  const age = ageOn(card?.birth ?? null, today);
  return { all, age, today, onlyHere, name: card?.name ?? '', stateOf: (doc) => stateOf(doc, { all, age, today }) };
}
