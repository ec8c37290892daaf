import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive. Short ones are stored as they are. `saysUnpacked`: what the directory claims, bytes. */
export interface ZipPart {
  readonly name: string;
  readonly text: string;
  readonly saysUnpacked?: number;
}

const STORED_UP_TO = 4_096;

/**
 * An archive of parts as they are given, path tricks, double names and lies included: no writer of archives makes these.
 * @param streamed as programs write that do not know yet how long a part will be (Google, Java): its sizes stand behind it
 */
export function zipOf(parts: readonly ZipPart[], streamed = false): Uint8Array<ArrayBuffer> {
  const flags = streamed ? 0x808 : 0x800;
  const local: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, text, saysUnpacked } of parts) {
    const bytes = new TextEncoder().encode(text);
    const isStored = bytes.length <= STORED_UP_TO;
    const packed = isStored ? bytes : Uint8Array.from(deflateRawSync(bytes));
    const label = new TextEncoder().encode(name);
    const method = isStored ? 0 : 8;
    const sizes = [crc32(bytes), packed.length, saysUnpacked ?? bytes.length];
    const place = at;
    const sizesBefore = streamed ? [0, 0, 0] : sizes;
    const start = joined([
      words(0x04034b50),
      halves(20, flags, method, 0, 0),
      words(...sizesBefore),
      halves(label.length, 0),
      label,
    ]);
    const behind = streamed ? words(0x08074b50, ...sizes) : words();
    local.push(start, packed, behind);
    directory.push(
      joined([
        ...[words(0x02014b50), halves(20, 20, flags, method, 0, 0), words(...sizes)],
        ...[halves(label.length, 0, 0, 0, 0), words(0, place), label],
      ]),
    );
    at += start.length + packed.length + behind.length;
  }
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = [words(0x06054b50), halves(0, 0, parts.length, parts.length), words(length, at), halves(0)];
  return joined([...local, ...directory, ...end]);
}

const halves = (...values: number[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => [value & 0xff, (value >>> 8) & 0xff]));
const words = (...values: number[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)));

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
