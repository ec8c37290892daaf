import type { OrderedPower, PairDetails, PrescriptionSnapshot } from '../documents/order-pair.ts';
import type { Eye, Prescription } from '../documents/prescription.ts';
import { intermediatePower, nearPower } from '../optics/prescription/addition.ts';
import type { OrderedPair } from '../workshop/check.ts';
import type { Purpose } from './words.ts';

/** What an order keeps of a prescription: its content and where it is from, without the document around it. */
export function snapshotOf(prescription: Prescription): PrescriptionSnapshot {
  const { _id, _rev, type: _type, schema: _schema, hlc: _hlc, by: _by, pos: _pos, client: _client, ...rest } = prescription;
  const { stamps: _stamps, archived: _archived, versions: _versions, signed, ...content } = rest;
  return { ...content, id: _id, signedAt: signed?.at ?? null };
}

/**
 * The lens to make for an eye and a purpose, dioptres: for near the sphere with the addition in it, for the computer with the middle one,
 * for far without any; progressive and bifocal lenses keep it. `null`: the eye has no figures, or no addition to make near glasses from.
 */
export function orderedPowerOf(eye: Eye, purpose: Purpose): OrderedPower | null {
  const made = purpose === 'near' ? nearPower(eye) : purpose === 'computer' ? intermediatePower(eye) : eye;
  if (!made || made.sph === null) return null;
  const keepsAdd = purpose === 'progressive' || purpose === 'bifocal';
  const { sph, cyl, axis, prism } = made;
  return { sph, cyl, axis: cyl ? axis : null, add: keepsAdd ? eye.add : null, ...(prism ? { prism } : {}) };
}

/** What quality control holds the finished pair against; the distance of the centres is that of the fitting, both eyes together. */
export function orderedPairOf({ purpose, od, os, fitting }: PairDetails): OrderedPair {
  const { od: right = null, os: left = null } = { od: fitting?.od.pd, os: fitting?.os.pd };
  return {
    od: od?.power ?? null,
    os: os?.power ?? null,
    pd: right === null || left === null ? null : right + left,
    heights: { od: fitting?.od.height ?? null, os: fitting?.os.height ?? null },
    kind: purpose === 'progressive' ? 'progressive' : 'single-vision',
  };
}
