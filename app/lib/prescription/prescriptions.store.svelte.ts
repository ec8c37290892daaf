import type { Client } from '$design/documents/people.ts';
import { storeDatabase } from '$design/databases.ts';
import { DomainError, type ErrorCode } from '$design/errors.ts';
import { docId } from '$design/ids.ts';
import { correctionOf } from '$design/optics/prescription/correction.ts';
import { contactLensesFromLast, glassesFromLast } from '$design/optics/prescription/entry/copy.ts';
import { begun, leftAll } from '$design/optics/prescription/entry/form.ts';
import { isForFar, kindOf, latestSigned, type AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import type { CylinderSign } from '$design/optics/prescription/notation.ts';
import { localDate } from '$design/time/local-time.ts';
import type { ClientLookup } from '../clients/cards.model.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import { readSeller, type Seller } from '../optics/seller.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import type { Documents } from '../storage/documents.ts';
import { blankContactLenses, blankGlasses, headOf } from './blank.ts';
import { sightOf } from './client-sight.ts';
import { KeptForms } from './kept-forms.ts';
import { PrescriptionForm } from './prescription-form.svelte.ts';
import type { Beginning, ClientSight, PrescriptionsModel } from './prescription.model.ts';
import { PrescriptionShelf } from './prescription-shelf.ts';
import { writeDraft } from './write-draft.ts';

const SIGN = 'cylinder-sign';

type PrescriptionsDeps = Pick<OpticsDeps, 'databases' | 'stamps' | 'store' | 'now' | 'place' | 'device' | 'by' | 'can'> & {
  readonly hub: OpticsDeps['hub'];
  /** Cards that were brought together; without it each stands for itself. */
  readonly clients?: Pick<ClientLookup, 'idsOf'>;
  readonly documents: Pick<Documents, 'read' | 'create' | 'edit' | 'editFields' | 'remove'>;
};

/** The shop's prescriptions: what there is, what is being written, and what becomes of it. */
export class PrescriptionsStore implements PrescriptionsModel {
  changes = $state(0);
  sign = $state<CylinderSign>('minus');
  private readonly deps: PrescriptionsDeps;
  private readonly shelf: PrescriptionShelf;
  private readonly kept: KeptForms;
  private readonly quit: () => void;

  constructor(deps: PrescriptionsDeps) {
    this.deps = deps;
    this.kept = new KeptForms(deps.store);
    this.sign = deps.store.read<CylinderSign>(SIGN) === 'plus' ? 'plus' : 'minus';
    this.shelf = new PrescriptionShelf({ databases: deps.databases, database: () => this.database });
    this.quit = deps.hub.on(({ database, ids }) => {
      void this.shelf.changed(database, ids).then((ours) => {
        if (ours) this.changes += 1;
      });
    });
  }

  stop(): void {
    this.quit();
  }

  private get database(): string {
    return storeDatabase(this.deps.place().store);
  }
  private get today(): string {
    return localDate(this.deps.now(), this.deps.place().timeZone);
  }
  private get person() {
    return { by: this.deps.by(), pos: this.deps.device()?.till ?? null };
  }
  get mayEdit(): boolean {
    return this.deps.can('prescription.edit');
  }

  seller(): Promise<Seller> {
    return readSeller(this.deps.databases, this.deps.place().store);
  }

  setSign(sign: CylinderSign): void {
    this.sign = sign;
    this.deps.store.write(SIGN, sign);
  }

  async of(client: string): Promise<ClientSight> {
    const ids = await this.idsOf(client);
    const kept = this.kept.all().filter(({ doc, touched }) => touched && ids.includes(doc.client));
    return sightOf(await this.shelf.of(...ids), kept, await this.client(ids[0] ?? client), this.today);
  }

  async get(id: string): Promise<AnyPrescription | null> {
    if (!this.deps.databases.known().includes(this.database)) return this.kept.get(id)?.doc ?? null;
    const stored = await this.deps.documents.read<AnyPrescription>(this.database, id);
    return stored?.signed ? stored : (this.kept.get(id)?.doc ?? stored);
  }

  async begin(client: string, beginning: Beginning): Promise<string> {
    const hlc = await this.deps.stamps.next();
    const writer = { hlc, ...this.person };
    const doc = this.contentOf(beginning, await this.shelf.of(...(await this.idsOf(client))), client, writer);
    this.kept.tidy();
    this.kept.keep({ doc, texts: {}, halves: {}, touched: false, at: this.deps.now() });
    this.changes += 1;
    return doc._id;
  }

  private contentOf(
    beginning: Beginning,
    all: readonly AnyPrescription[],
    client: string,
    writer: { hlc: string; by: string | null; pos: string | null },
  ): AnyPrescription {
    const { kind } = beginning;
    const today = this.today;
    if ('as' in beginning && beginning.as === 'correction') return { ...correctionOf(beginning.from, writer), client };
    const last = 'as' in beginning ? beginning.from : beginning.from === 'last' ? latestOf(all, kind) : null;
    const type = kind === 'glasses' ? 'prescription' : 'contact-lens-prescription';
    const head = headOf(docId(type, writer.hlc), client, writer);
    if (kind === 'glasses')
      return {
        ...head,
        type: 'prescription',
        ...(last?.type === 'prescription' ? glassesFromLast(last, today) : blankGlasses(today)),
      };
    const content = last?.type === 'contact-lens-prescription' ? contactLensesFromLast(last, today) : blankContactLenses(today);
    return { ...head, type: 'contact-lens-prescription', ...content };
  }

  async open(id: string): Promise<PrescriptionForm | null> {
    const stored = this.deps.databases.known().includes(this.database)
      ? await this.deps.documents.read<AnyPrescription>(this.database, id)
      : null;
    if (stored?.signed) {
      this.kept.drop(id);
      return null;
    }
    const kept = this.kept.get(id);
    const doc = kept?.doc ?? stored;
    if (!doc) return null;
    const sight = await this.of(doc.client);
    return new PrescriptionForm(
      {
        keep: (state, next) =>
          this.kept.keep({ doc: next, texts: state.texts, halves: state.halves, touched: true, at: this.deps.now() }),
        sight,
        sign: this.sign,
        setSign: (sign) => this.setSign(sign),
        save: (next) => this.save(next),
        signOff: (next) => this.signOff(next),
      },
      doc,
      kept ? leftAll({ content: doc, texts: kept.texts, halves: kept.halves }) : begun(doc),
      !kept?.touched,
    );
  }

  async discard(id: string): Promise<ErrorCode | null> {
    if (!this.mayEdit) return 'FORBIDDEN';
    return this.try(async () => {
      const stored = await this.deps.documents.read<AnyPrescription>(this.database, id);
      if (stored?.signed) return;
      if (stored) await this.deps.documents.remove(this.database, id, this.person);
      await this.close(id);
    });
  }

  async archive(id: string): Promise<ErrorCode | null> {
    if (!this.mayEdit) return 'FORBIDDEN';
    return this.try(async () => {
      await this.deps.documents.editFields<AnyPrescription>(this.database, id, this.person, { archived: true });
    });
  }

  /** Writes the draft as it stands; the device's own copy is not needed any more. */
  private async save(next: AnyPrescription): Promise<ErrorCode | null> {
    if (!this.mayEdit) return 'FORBIDDEN';
    return this.try(async () => {
      await this.write(next, null);
      await this.close(next._id);
    });
  }

  /** Signs the draft as it stands. Signed meanwhile by somebody else: theirs stands, and is told. */
  private async signOff(next: AnyPrescription): Promise<ErrorCode | null> {
    const by = this.deps.by();
    if (!this.mayEdit || by === null) return 'FORBIDDEN';
    return this.try(async () => {
      const ours = await this.write(next, by);
      await this.close(next._id);
      return ours ? null : 'DOCUMENT_IMMUTABLE';
    });
  }

  /** The document with this content, signed where `by` says by whom. `false`: it was signed already, by another hand. */
  private write(next: AnyPrescription, by: string | null): Promise<boolean> {
    const { documents, now } = this.deps;
    return writeDraft({ documents, database: this.database, person: this.person, at: now() }, next, by);
  }

  /** The document says it all now. */
  private async close(id: string): Promise<void> {
    this.kept.drop(id);
    await this.shelf.changed(this.database, [id]);
    this.changes += 1;
  }

  private async try(work: () => Promise<ErrorCode | null | void>): Promise<ErrorCode | null> {
    try {
      return (await work()) ?? null;
    } catch (error) {
      return error instanceof DomainError ? error.code : toFailure(error).code;
    }
  }

  /** What was written for a card that another took in is that one's. */
  private async idsOf(client: string): Promise<readonly string[]> {
    return (await this.deps.clients?.idsOf(client)) ?? [client];
  }

  private async client(id: string): Promise<Client | null> {
    if (!this.deps.databases.known().includes(this.database)) return null;
    return this.deps.databases.get<Client>(this.database, id);
  }
}

/** Of glasses those for far first: what a new examination begins from. */
function latestOf(all: readonly AnyPrescription[], kind: Beginning['kind']): AnyPrescription | null {
  const ofKind = all.filter((doc) => kindOf(doc) === kind);
  return latestSigned(ofKind.filter(isForFar)) ?? latestSigned(ofKind);
}
