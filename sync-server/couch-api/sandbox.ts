import { createContext, Script, type Context } from 'node:vm';

/** How long (ms) a function of a design document may run for one call. CouchDB gives it 5 s in a process of its own; here tills wait. */
const PATIENCE = 1_000;

/**
 * Functions of design documents (views, filters, validators), run apart from the program: a context of its own, strings in and strings
 * out, and an end to endless loops. Only the administrator can store such a function; this keeps mistakes small, it is no prison.
 */
export interface Sandbox {
  /** What the function answers. @throws ThrownInside with whatever it threw; SyntaxError where it is no function */
  call(source: string, args: readonly unknown[]): unknown;
  /** What a map function emits for each document; one that throws emits nothing, as in CouchDB. */
  map(source: string, docs: readonly object[]): (readonly { readonly key: unknown; readonly value: unknown }[])[];
}

/** The value that a function of a design document threw, as JSON: `{forbidden: …}`. */
export class ThrownInside extends Error {
  override readonly name = 'ThrownInside';
  readonly thrown: unknown;
  constructor(thrown: unknown) {
    super('a function of a design document threw');
    this.thrown = thrown;
  }
}

const PRELUDE = `
  var __emitted = [];
  function emit(key, value) { __emitted.push({ key: key === undefined ? null : key, value: value === undefined ? null : value }); }
  function log() {}
  function isArray(value) { return Array.isArray(value); }
  function toJSON(value) { return JSON.stringify(value); }
  function sum(values) { var total = 0; for (var i = 0; i < values.length; i++) total += values[i]; return total; }
  function __call(fn, args) {
    try {
      var value = fn.apply(null, JSON.parse(args));
      return JSON.stringify({ value: value === undefined ? null : value });
    } catch (thrown) {
      return JSON.stringify({ thrown: thrown instanceof Error ? { error: String(thrown) } : thrown === undefined ? null : thrown });
    }
  }
  function __map(fn, docs) {
    return JSON.stringify(JSON.parse(docs).map(function (doc) {
      __emitted = [];
      try { fn(doc); } catch (thrown) { __emitted = []; }
      return __emitted;
    }));
  }
`;

export function createSandbox(patience = PATIENCE): Sandbox {
  let context: Context | null = null;
  const known = new Map<string, Script>();

  /** Runs `helper(fn, text)`, both inside. */
  function run(helper: '__call' | '__map', source: string, text: string): string {
    context ??= fresh();
    const key = `${helper}\n${source}`;
    let script = known.get(key);
    if (!script) {
      if (known.size >= 200) known.clear();
      script = new Script(`${helper}((${source.trim().replace(/;+$/, '')}), __input)`);
      known.set(key, script);
    }
    try {
      (context as { __input?: string }).__input = text;
      return script.runInContext(context, { timeout: patience }) as string;
    } catch (error) {
      context = null; // a function that was stopped may have left anything behind
      throw error;
    }
  }

  function fresh(): Context {
    const made = createContext(Object.create(null) as object, { microtaskMode: 'afterEvaluate' });
    new Script(PRELUDE).runInContext(made);
    return made;
  }

  return {
    call(source, args) {
      const answer = JSON.parse(run('__call', source, JSON.stringify(args))) as { value?: unknown; thrown?: unknown };
      if ('thrown' in answer) throw new ThrownInside(answer.thrown);
      return answer.value;
    },
    map: (source, docs) => JSON.parse(run('__map', source, JSON.stringify(docs))) as ReturnType<Sandbox['map']>,
  };
}
