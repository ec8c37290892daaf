import type { AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import type { Form } from '$design/optics/prescription/entry/form.ts';
import type { LocalStore } from '../storage/local-store.ts';

const KEY = 'prescription-forms';

/** A draft as the hands left it: the document that it is to be, and what of it is no figure yet. */
export interface KeptForm {
  readonly doc: AnyPrescription;
  readonly texts: Form['texts'];
  readonly halves: Form['halves'];
  /** Did a hand change anything yet? A form that was only opened is no draft. */
  readonly touched: boolean;
  /** epoch ms. */
  readonly at: number;
}

/** Forms that are being written, kept over reloads until they are saved, signed or thrown away. Half an eye is no document yet. */
export class KeptForms {
  private readonly store: LocalStore;

  constructor(store: LocalStore) {
    this.store = store;
  }

  all(): readonly KeptForm[] {
    return Object.values(this.read());
  }
  get(id: string): KeptForm | null {
    return this.read()[id] ?? null;
  }
  /** Forgets those that were opened and left as they were. */
  tidy(): void {
    for (const { doc, touched } of this.all()) if (!touched) this.drop(doc._id);
  }
  keep(form: KeptForm): void {
    this.store.write(KEY, { ...this.read(), [form.doc._id]: form });
  }
  drop(id: string): void {
    const { [id]: gone, ...others } = this.read();
    if (!gone) return;
    if (Object.keys(others).length === 0) this.store.remove(KEY);
    else this.store.write(KEY, others);
  }

  private read(): Readonly<Record<string, KeptForm>> {
    return this.store.read<Record<string, KeptForm>>(KEY) ?? {};
  }
}
