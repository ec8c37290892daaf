import { DomainError } from '../../design/errors.ts';

/** Our documents are six deep. Whoever nests further wants to exhaust the stack of what walks the body later (its canonical form). */
const DEEPEST = 64;

/** Throws BODY_MALFORMED. Walks without recursion. */
export function demandShallow(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  let level: object[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new DomainError('BODY_MALFORMED', { deepest: DEEPEST });
    const next: object[] = [];
    for (const one of level) {
      for (const value of Object.values(one) as unknown[]) {
        if (typeof value === 'object' && value !== null) next.push(value);
      }
    }
    level = next;
  }
}
