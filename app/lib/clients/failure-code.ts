import { DomainError, type ErrorCode } from '$design/errors.ts';
import { toFailure } from '../sale/fiscal-port.ts';
import { ServerError } from '../sync/server.client.ts';

/** The code that a screen shows for whatever was thrown on the way of a card. */
export const codeOf = (error: unknown): ErrorCode =>
  error instanceof DomainError || error instanceof ServerError ? error.code : toFailure(error).code;
