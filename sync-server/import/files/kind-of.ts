import { open } from 'node:fs/promises';
import { FILE_LIMITS } from '../../../design/import/limits.ts';
import type { ErrorCode } from '../../../design/errors.ts';
import { DomainError } from '../../../design/errors.office.ts';
import { bytesBetween } from './bytes.ts';
import { isUtf32, wideEncoding } from './csv/wide-encoding.ts';
import { oleContent } from './ole-content.ts';
import { zipContent } from './xlsx/zip-content.ts';

const HEAD_BYTES = 8_192;

/** First bytes of what is no table, and the code that says what to do. */
const SIGNATURES: readonly (readonly [bytes: string, code: ErrorCode])[] = [
  ['%PDF', 'IMPORT_FILE_PDF'],
  ['\x89PNG', 'IMPORT_FILE_IMAGE'],
  ['\xff\xd8\xff', 'IMPORT_FILE_IMAGE'],
  ['GIF8', 'IMPORT_FILE_IMAGE'],
  ['BM\x36', 'IMPORT_FILE_IMAGE'],
  ['II*\0', 'IMPORT_FILE_IMAGE'],
  ['RIFF', 'IMPORT_FILE_IMAGE'],
  ['Rar!', 'IMPORT_FILE_ARCHIVE'],
  ['7z\xbc\xaf', 'IMPORT_FILE_ARCHIVE'],
  ['\x1f\x8b', 'IMPORT_FILE_ARCHIVE'],
];
const ZIP = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** BIFF 2 to 4 without a container: the mark of a beginning, and its length. */
const BARE_XLS = ['\x09\x00\x04\x00', '\x09\x02\x06\x00', '\x09\x04\x06\x00', '\x09\x08\x08\x00'];

/** What a file is by its first bytes and its inside: a workbook or a text. Throws the code of everything else (requirement E-13). */
export async function kindOf(path: string): Promise<'xlsx' | 'csv'> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0) throw new DomainError('IMPORT_FILE_EMPTY');
    const head = await bytesBetween(file, 0, HEAD_BYTES);
    const begins = head.toString('latin1');
    if (ZIP.some((signature) => begins.startsWith(signature))) {
      bounded(size, FILE_LIMITS.xlsxBytes);
      await zipContent(file, size);
      return 'xlsx';
    }
    if (begins.startsWith(OLE)) throw new DomainError(await oleContent(file, head));
    if (BARE_XLS.some((mark) => begins.startsWith(mark))) throw new DomainError('IMPORT_FILE_XLS');
    for (const [signature, code] of SIGNATURES) if (begins.startsWith(signature)) throw new DomainError(code);
    if (isUtf32(head)) throw new DomainError('IMPORT_ENCODING_UNKNOWN', { encoding: 'utf-32' });
    if (isMarkup(head)) throw new DomainError('IMPORT_FILE_HTML');
    if (wideEncoding(head) === null && isBinary(head)) throw new DomainError('IMPORT_FILE_UNKNOWN');
    bounded(size, FILE_LIMITS.csvBytes);
    return 'csv';
  } finally {
    await file.close();
  }
}

function bounded(size: number, limit: number): void {
  if (size > limit) throw new DomainError('IMPORT_FILE_TOO_LARGE', { size, limit });
}

/** A page, an XML table of Excel 2003, or the mail that should have carried the table: all known under the name `.xls`. */
function isMarkup(head: Buffer): boolean {
  const text = head
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '');
  return /^\s*(<!doctype|<html|<head|<table|<meta|<style|<\?xml|<!--|mime-version:|\{\\rtf)/i.test(text);
}

/** A short text may have as many: DOS ended its files with one (Ctrl-Z), and a line break within a cell may be a vertical tab. */
const STRAY_CONTROLS = 2;

/** Control bytes that no text has. Zeroes are looked at apart: UTF-16 is full of them, a text may have a few by mistake. */
function isBinary(head: Buffer): boolean {
  const control = head.filter(
    (byte) => byte < 32 && byte !== 0 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12,
  ).length;
  return control > Math.max(STRAY_CONTROLS, head.length / 50);
}
