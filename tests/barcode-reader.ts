import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// From the disk: left to itself the library asks a server in the internet for its own binary.
const wasmBinary = readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer as ArrayBuffer;
prepareZXingModule({ overrides: { wasmBinary } });

/** Texts of all Code 128 (or other) barcodes in a picture (PNG bytes or pixels), as a decoder reads them. */
export async function readBarcodesOf(
  picture: Uint8Array | ImageData,
  formats: readonly ('Code128' | 'EAN13')[] = ['Code128'],
): Promise<readonly string[]> {
  return (await readBarcodes(picture, { formats: [...formats] })).map(({ text }) => text);
}
