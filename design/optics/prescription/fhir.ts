import type { ContactLensEye, ContactLensPrescription, Eye, Prescription, Prism } from '../../documents/prescription.ts';
import { canonical } from './notation.ts';
import type { AnyPrescription } from './life-cycle.ts';

/** `VisionPrescription` of HL7 FHIR R4 (4.0.1), as far as we fill it. */
export interface VisionPrescription {
  readonly resourceType: 'VisionPrescription';
  readonly id: string;
  readonly identifier: readonly { readonly value: string }[];
  readonly status: 'active' | 'cancelled' | 'draft';
  /** Instant of the record, ISO 8601 UTC. */
  readonly created: string;
  readonly patient: Reference;
  readonly dateWritten: string;
  readonly prescriber: Reference;
  readonly lensSpecification: readonly LensSpecification[];
}
interface Reference {
  readonly identifier?: { readonly value: string };
  readonly display?: string;
}
export interface LensSpecification {
  readonly product: { readonly coding: readonly { readonly system: string; readonly code: 'lens' | 'contact' }[] };
  readonly eye: 'right' | 'left';
  readonly sphere?: number;
  readonly cylinder?: number;
  readonly axis?: number;
  readonly prism?: readonly { readonly amount: number; readonly base: 'up' | 'down' | 'in' | 'out' }[];
  readonly add?: number;
  readonly power?: number;
  readonly backCurve?: number;
  readonly diameter?: number;
  readonly duration?: { readonly value: number; readonly unit: string; readonly system: string; readonly code: string };
  readonly brand?: string;
  readonly note?: readonly { readonly text: string }[];
}

const PRODUCTS = 'http://terminology.hl7.org/CodeSystem/ex-visionprescriptionproduct';
const UNITS = 'http://unitsofmeasure.org';
const EYES = [
  ['od', 'right'],
  ['os', 'left'],
] as const;

/** How long a contact lens is worn before the next, in units of UCUM. */
const DURATIONS = {
  day: [1, 'day', 'd'],
  'two-weeks': [2, 'week', 'wk'],
  month: [1, 'month', 'mo'],
  quarter: [3, 'month', 'mo'],
  'half-year': [6, 'month', 'mo'],
  year: [1, 'year', 'a'],
} as const;

/**
 * A prescription as other systems read it: minus cylinders, right eye first, an eye only where something is written, and so a resource of
 * a prescription with no figures has no `lensSpecification` (FHIR wants one; the screen exports signed ones that have figures). The client
 * goes by the id, never by name; the doctor by the name on the paper, else by who signed.
 */
export function visionPrescription(doc: AnyPrescription, status: VisionPrescription['status']): VisionPrescription {
  return {
    resourceType: 'VisionPrescription',
    // FHIR ids know letters, digits, dots and hyphens, 64 at most.
    id: doc._id.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 64),
    identifier: [{ value: doc._id }],
    status,
    created: new Date(doc.signed?.at ?? Number(doc.hlc.slice(0, 13))).toISOString(),
    patient: { identifier: { value: doc.client } },
    dateWritten: doc.date,
    prescriber: doc.doctor ? { display: doc.doctor } : { identifier: { value: doc.signed?.by ?? doc.by ?? 'unknown' } },
    lensSpecification: doc.type === 'prescription' ? glassesLenses(doc) : contactLenses(doc),
  };
}

const productOf = (code: 'lens' | 'contact') => ({ coding: [{ system: PRODUCTS, code }] });
const prisms = (prism: Prism | null | undefined) =>
  [prism?.horizontal, prism?.vertical].flatMap((part) => (part ? [{ amount: part.amount, base: part.base }] : []));

/** Only what is written: FHIR has no nulls. Plano is written. */
function filled<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

const astigmatism = ({ cyl, axis }: Pick<Eye, 'cyl' | 'axis'>) =>
  cyl ? { cylinder: cyl, axis } : { cylinder: null, axis: null };

function glassesLenses(doc: Prescription): LensSpecification[] {
  return EYES.flatMap(([side, eye]): LensSpecification[] => {
    const written = canonical(doc[side]);
    const prism = prisms(written.prism);
    const figures = filled({
      sphere: written.sph,
      ...astigmatism(written),
      prism: prism.length > 0 ? prism : null,
      add: written.add,
    });
    const note = doc.recommendations ? [{ text: doc.recommendations }] : null;
    return Object.keys(figures).length === 0 ? [] : [{ product: productOf('lens'), eye, ...figures, ...filled({ note }) }];
  });
}

function contactLenses(doc: ContactLensPrescription): LensSpecification[] {
  const [value, unit, code] = doc.replacement ? DURATIONS[doc.replacement] : [];
  const duration = value === undefined ? null : { value, unit: unit, system: UNITS, code: code };
  return EYES.flatMap(([side, eye]): LensSpecification[] => {
    const written: ContactLensEye = canonical(doc[side]);
    const figures = filled({
      power: written.sph,
      ...astigmatism(written),
      add: written.add,
      backCurve: written.baseCurve,
      diameter: written.diameter,
      brand: written.brand,
    });
    return Object.keys(figures).length === 0 ? [] : [{ product: productOf('contact'), eye, ...figures, ...filled({ duration }) }];
  });
}
