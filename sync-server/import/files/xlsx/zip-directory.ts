import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../../../../design/errors.office.ts';
import { bytesBetween } from '../bytes.ts';

/** One file within a ZIP archive, as the central directory tells it. Sizes in bytes, `at` from the beginning of the archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly at: number;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY_BYTES = 46;
const MOST_DIRECTORY_BYTES = 2 * 1024 * 1024;
const UNKNOWN_32 = 0xffffffff;

/** The archive's own list of contents, read before anything is unpacked. `IMPORT_FILE_DAMAGED` where it is cut off. */
export async function zipDirectory(file: FileHandle, size: number): Promise<ZipEntry[]> {
  const tail = await bytesAt(file, Math.max(0, size - END_BYTES - LONGEST_COMMENT), size);
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + END_BYTES > tail.length) throw new DomainError('IMPORT_FILE_DAMAGED');
  let length = tail.readUInt32LE(end + 12);
  let at = tail.readUInt32LE(end + 16);
  const wide = tail.lastIndexOf('PK\x06\x06', end, 'latin1');
  if (wide >= 0 && (length === UNKNOWN_32 || at === UNKNOWN_32)) {
    length = Number(tail.readBigUInt64LE(wide + 40));
    at = Number(tail.readBigUInt64LE(wide + 48));
  }
  if (length > MOST_DIRECTORY_BYTES) throw new DomainError('IMPORT_FILE_UNSAFE', { directory: length });
  if (at + length > size) throw new DomainError('IMPORT_FILE_DAMAGED');
  return entriesOf(await bytesAt(file, at, at + length));
}

export async function bytesAt(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = await bytesBetween(file, from, to);
  if (bytes.length < to - from) throw new DomainError('IMPORT_FILE_DAMAGED');
  return bytes;
}

function entriesOf(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + ENTRY_BYTES <= directory.length && directory.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const nameEnd = at + ENTRY_BYTES + nameLength;
    const sizes = [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)];
    const [unpacked, packed, offset] = wideSizes(sizes, directory.subarray(nameEnd, nameEnd + extraLength));
    entries.push({
      // Old .NET writers part folders by a backslash.
      name: directory.toString('utf8', at + ENTRY_BYTES, nameEnd).replaceAll('\\', '/'),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      crc: directory.readUInt32LE(at + 16),
      packed: packed!,
      unpacked: unpacked!,
      at: offset!,
    });
    at = nameEnd + extraLength + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** ZIP64 keeps what does not fit into 32 bits in an extra field, in this order; some writers do so for small files, too. */
function wideSizes(sizes: readonly number[], extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    return sizes.map((size) => {
      if (size !== UNKNOWN_32 || next + 8 > extra.length) return size;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    });
  }
  return [...sizes];
}
