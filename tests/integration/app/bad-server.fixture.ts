/** What stands between a device and the server: each request is answered by the first rule that has something to say. */
export type Rule = (url: URL, init: RequestInit) => Response | Promise<Response> | null;

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ code, status, details: {} }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
export const page = (status: number): Response =>
  new Response('<html><body>Bad gateway</body></html>', { status, headers: { 'content-type': 'text/html' } });

/** A fetch with rules that come and go. */
export function ruledFetch(): { fetch: typeof fetch; rules: Set<Rule>; seen: string[] } {
  const rules = new Set<Rule>();
  const seen: string[] = [];
  const ruled: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    seen.push(`${init.method ?? 'GET'} ${url.pathname}`);
    for (const rule of rules) {
      const answer = await rule(url, init);
      if (answer) return answer;
    }
    return fetch(input, init);
  };
  return { fetch: ruled, rules, seen };
}

/** The first `times` requests whose path ends so are answered by `answer`. */
export function firstOf(ending: string, times: number, answer: () => Response | Promise<Response>): Rule {
  let left = times;
  return (url) => (left > 0 && url.pathname.endsWith(ending) && (left -= 1) >= 0 ? answer() : null);
}
