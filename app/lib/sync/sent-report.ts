import type { ErrorCode } from '$design/errors.ts';
import type { DocumentSent } from '../app.model.ts';
import { openRemote } from '../storage/pouch-remote.ts';
import type { Databases } from '../storage/databases.ts';
import { createSentCheck } from './everything-sent.ts';
import { ServerError } from './server-error.ts';
import type { ServerClient } from './server.client.ts';
import { isWritten } from './unsent.ts';

/** Of each database that this device writes: does the server hold all of it? The newest month first; one that is not answered for says so. */
export async function reportSent(client: ServerClient, databases: Databases): Promise<readonly DocumentSent[]> {
  const check = createSentCheck({ client, databases, openRemote });
  const names = databases.known().filter(isWritten).sort().reverse();
  const answers: DocumentSent[] = [];
  for (const name of names) {
    try {
      const answer = await check(name);
      answers.push({ name, documents: answer.documents, missing: answer.sent ? 0 : answer.missing.length, error: null });
    } catch (error) {
      const code: ErrorCode = error instanceof ServerError ? error.code : 'SERVER_UNREACHABLE';
      answers.push({ name, documents: null, missing: null, error: code });
    }
  }
  return answers;
}
