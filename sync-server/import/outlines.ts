import type { FileOutline, TextChoice } from './files/file-outline.ts';

/** Files that pages look at now; a look through 100,000 rows takes seconds, what it says some kilobytes. */
const KEPT = 8;

/**
 * Looks through files, each once: a file is named by the digest of its bytes and never changes. Who asks for the same at the same time
 * waits for the one look; what failed is tried again.
 */
export function createOutlines(look: (file: string, choice: TextChoice) => Promise<FileOutline>) {
  const kept = new Map<string, { readonly file: string; readonly outline: Promise<FileOutline>; isWorkbook: boolean }>();

  return function outlineOf(file: string, choice: TextChoice): Promise<FileOutline> {
    // How text is to be read says nothing of a workbook.
    for (const one of kept.values()) if (one.file === file && one.isWorkbook) return one.outline;
    const key = JSON.stringify([file, choice.encoding, choice.delimiter, choice.quote]);
    const known = kept.get(key);
    if (known) return known.outline;
    const outline = look(file, choice);
    const entry = { file, outline, isWorkbook: false };
    kept.set(key, entry);
    outline.then(
      ({ format }) => (entry.isWorkbook = format === 'xlsx'),
      () => kept.get(key) === entry && kept.delete(key),
    );
    for (const old of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(old);
    }
    return outline;
  };
}
