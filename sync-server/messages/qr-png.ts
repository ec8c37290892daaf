import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';

/** Pixels a module; the receipt's square must not be smaller than 20 mm (fiscal rules §5.1), mail programs show 96 pixels an inch. */
const SCALE = 4;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

const uint32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([new TextEncoder().encode(type), data]);
  return joined([uint32(data.length), body, uint32(crc32(body))]);
}

/** The receipt's square as a PNG of one bit a pixel: mail programs show no SVG. */
export function qrPng(text: string): Uint8Array {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const side = size * SCALE;
  const width = Math.ceil(side / 8);
  const rows = new Uint8Array(side * (width + 1));
  for (let y = 0; y < side; y += 1) {
    const row = data[Math.floor(y / SCALE)]!;
    for (let x = 0; x < side; x += 1) {
      // 1 is white; each row begins with the number of its filter, 0.
      if (!row[Math.floor(x / SCALE)]) rows[y * (width + 1) + 1 + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  // One bit a pixel; grey, deflate, no filter, not interlaced are zeros.
  const header = joined([uint32(side), uint32(side), Uint8Array.of(1, 0, 0, 0, 0)]);
  return joined([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', new Uint8Array(deflateSync(rows))),
    chunk('IEND', new Uint8Array()),
  ]);
}
