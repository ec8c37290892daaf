import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.office.ts';

/** The file of an upload's form as it comes in. */
export interface SentFile {
  readonly name: string;
  /** Ends with BODY_MALFORMED where the form breaks off, with IMPORT_FILE_TOO_LARGE beyond the form's limit: never as if it were whole. */
  readonly bytes: Readable;
}

/**
 * Reads from a form: one without a boundary, or one that breaks off, is refused as such. Its reader has no status for that, and it would be
 * taken for a defect of ours. @throws DomainError BODY_MALFORMED
 */
export async function ofForm<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DomainError || (error as { statusCode?: number }).statusCode !== undefined) throw error;
    throw new DomainError('BODY_MALFORMED', { message: 'not a whole form' });
  }
}

/** `null`: the form holds no file. @throws DomainError MEDIA_TYPE_UNSUPPORTED, BODY_MALFORMED */
export async function sentFile(request: FastifyRequest): Promise<SentFile | null> {
  if (!request.isMultipart()) throw new DomainError('MEDIA_TYPE_UNSUPPORTED');
  const part = await ofForm(request.file());
  return part === undefined ? null : { name: part.filename ?? '', bytes: Readable.from(whole(part.file)) };
}

async function* whole(file: Readable & { truncated?: boolean }): AsyncGenerator<Buffer> {
  const pieces = file.iterator() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const piece = await ofForm(pieces.next());
      if (piece.done) break;
      yield piece.value;
    }
  } finally {
    await pieces.return?.();
  }
  if (file.truncated) throw new DomainError('IMPORT_FILE_TOO_LARGE');
}
