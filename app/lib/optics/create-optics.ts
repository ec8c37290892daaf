import { createCards } from '../clients/create-cards.ts';
import { Documents } from '../storage/documents.ts';
import type { OpticsDeps } from './optics.deps.ts';
import { PrescriptionsStore } from '../prescription/prescriptions.store.svelte.ts';
import type { OpticsModel } from './optics.model.ts';

/** Joins the stores of this piece. Nothing runs before a screen asks. */
export function createOptics(deps: OpticsDeps): OpticsModel {
  const documents = new Documents(deps.databases, deps.stamps);
  const clients = createCards({ ...deps, documents });
  const stops: (() => void)[] = [() => clients.stop()];
  const prescriptions = new PrescriptionsStore({ ...deps, documents });
  stops.push(() => prescriptions.stop());
  return {
    prescriptions,
    clients,
    stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}
