import type { FileHandle } from 'node:fs/promises';

/** Bytes of an open file from one place up to another; fewer where the file ends before. */
export async function bytesBetween(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
  return Buffer.from(bytes.buffer, 0, bytesRead);
}

/** The same bytes, not a copy, under the type that Node's own functions take (PouchDB's types make another thing of `Buffer`). */
export const asBytes = (buffer: Buffer): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
