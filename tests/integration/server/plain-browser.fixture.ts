/** A browser without scripts, as far as plain forms need it: a cookie, the fields of a form as the page drew them, redirects. */
export interface PlainPage {
  readonly status: number;
  readonly address: string;
  readonly text: string;
  readonly headers: Headers;
  /** Fields of the first form whose markup holds the words. */
  form(words: string): Record<string, string>;
}

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(/\s([\w.-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [
      name!,
      (value ?? '')
        .replaceAll('&quot;', '"')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&'),
    ]),
  );

function fieldsOf(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const { name, value = '', type, checked } = attributesOf(tag);
    if (name !== undefined && type !== 'file' && (type !== 'checkbox' || checked !== undefined)) fields[name] = value;
  }
  for (const [, tag, text] of form.matchAll(/<textarea([^>]*)>([^<]*)</g)) fields[attributesOf(tag!)['name']!] = text!;
  for (const [, tag, body] of form.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
    const options = [...body!.matchAll(/<option([^>]*)>/g)].map(([, one]) => attributesOf(one!));
    fields[attributesOf(tag!)['name']!] = (options.find((one) => 'selected' in one) ?? options[0])?.['value'] ?? '';
  }
  return fields;
}

export interface PlainBrowser {
  get(path: string): Promise<PlainPage>;
  post(path: string, fields: Record<string, string> | FormData, headers?: Record<string, string>): Promise<PlainPage>;
  cookie: string;
}

export function plainBrowser(url: () => string): PlainBrowser {
  async function ask(path: string, init: RequestInit): Promise<PlainPage> {
    const answer = await fetch(new URL(path, url()), { ...init, redirect: 'manual' });
    const set = answer.headers.get('set-cookie')?.split(';')[0];
    if (set) browser.cookie = set;
    const to = answer.headers.get('location');
    if (answer.status === 303 && to !== null) return browser.get(to);
    const text = await answer.text();
    return {
      ...{ status: answer.status, address: path, text, headers: answer.headers },
      form(words) {
        const form = [...text.matchAll(/<form[\s\S]*?<\/form>/g)]
          .map(([markup]) => markup)
          .find((markup) => markup.includes(words));
        if (form === undefined) throw new Error(`no form with «${words}» at ${path}`);
        return fieldsOf(form);
      },
    };
  }
  const browser: PlainBrowser = {
    cookie: '',
    get: (path) => ask(path, { headers: { cookie: browser.cookie } }),
    post: (path, fields, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { cookie: browser.cookie, ...headers },
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      }),
  };
  return browser;
}
