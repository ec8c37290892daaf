import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { DomainError } from '../../design/errors.office.ts';
import { ERRORS } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';
import { domainErrorOf } from '../http/problems.ts';
import type { FileOutline, TextChoice } from '../import/files/file-outline.ts';
import type { Imports } from '../import/imports.ts';
import type { Signatures } from '../people/signatures.ts';
import { DEFAULT_TIME_ZONE, type Shop, type Shops } from '../provisioning/shops.ts';
import type { Html } from './html.ts';
import { createOnce, type Once } from './import.once.ts';

export interface ImportPagesDeps {
  readonly imports: Imports;
  readonly shops: Shops;
  /** Whose word is asked for, and the proof of it. */
  readonly signatures: Signatures;
  /** What articles are called, by SKU. */
  readonly names: (skus: readonly string[]) => Promise<Record<string, string>>;
  readonly clock: Clock;
  readonly send: (reply: FastifyReply, title: string, body: Html) => FastifyReply;
}

/** What the routes of the import pages share. */
export interface ImportDesk extends ImportPagesDeps {
  readonly once: Once;
  /** Zones of the shops, the most common first; never empty. */
  timeZones(): string[];
  shopList(): Shop[];
  /** A look through the file: the preview asks with every change of the form. */
  outlineOf(file: string, choice: TextChoice): Promise<FileOutline>;
  readonly page: ImportPagesDeps['send'];
}

export function createImportDesk(deps: ImportPagesDeps): ImportDesk {
  const { imports, shops } = deps;
  return {
    ...deps,
    once: createOnce(),
    page: deps.send,
    shopList: () => shops.list(),
    timeZones() {
      const zones = new Map<string, number>();
      for (const { timeZone } of shops.list()) zones.set(timeZone, (zones.get(timeZone) ?? 0) + 1);
      const sorted = [...zones].sort(([, a], [, b]) => b - a).map(([zone]) => zone);
      return sorted.length === 0 ? [DEFAULT_TIME_ZONE] : sorted;
    },
    outlineOf: (file, choice) => imports.outline(file, choice),
  };
}

/** A refusal of the closed set in words for the page; what is no refusal goes on to the handler of errors. */
export function refused(error: unknown): {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
} {
  const problem = domainErrorOf(error);
  const { status, ru } = ERRORS[problem.code];
  if (status >= 500 && !(error instanceof DomainError)) throw error;
  return { status, title: ru.what, detail: ru.next, code: problem.code };
}

/** What stands in an address: what never could have been there is unknown like any other. @throws NOT_FOUND */
export function known<T>(shape: z.ZodType<T>, params: unknown): T {
  const found = shape.safeParse(params);
  if (!found.success) throw new DomainError('NOT_FOUND');
  return found.data;
}

/** The page's own script asks for JSON; forms of a browser never do. */
export const wantsJson = (request: FastifyRequest): boolean => request.headers.accept === 'application/json';
