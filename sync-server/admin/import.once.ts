import { randomUUID } from 'node:crypto';

const REMEMBERED = 500;

/** A form that is sent twice (a double click, a second «отправить» after reloading) does its work once; both are shown its outcome. */
export interface Once {
  /** Goes with a form as a hidden field. */
  token(): string;
  /** `work` answers the address that follows. What failed may be tried again with the same token. */
  run(token: string | undefined, work: () => Promise<string>): Promise<string>;
}

export function createOnce(): Once {
  const done = new Map<string, Promise<string>>();
  return {
    token: () => randomUUID(),
    run(token, work) {
      if (token === undefined || token.length > 64) return work();
      const before = done.get(token);
      if (before) return before;
      const outcome = work();
      done.set(token, outcome);
      outcome.catch(() => done.delete(token));
      for (const key of done.keys()) {
        if (done.size <= REMEMBERED) break;
        done.delete(key);
      }
      return outcome;
    },
  };
}
