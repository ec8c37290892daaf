import { ReplicationFailure } from '$design/machines/replication.machine.ts';
import { ServerError } from './server-error.ts';

/** What the machine should do about an error of a round. */
export function roundFailure(error: unknown): ReplicationFailure {
  if (!(error instanceof ServerError)) return new ReplicationFailure('waiting', error);
  const { code, retryAfter } = error;
  const kind = code === 'UNAUTHENTICATED' ? 'unauthorized' : code === 'DEVICE_REVOKED' ? 'revoked' : 'waiting';
  return new ReplicationFailure(kind, error, retryAfter);
}
