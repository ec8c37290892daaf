import type { FastifyRequest } from 'fastify';
import { html, type Html } from './html.ts';
import { placeAfter } from './sign-in.ts';

/** Characters, as sent: the largest form is a supplier's mapping with all its rules. */
const LONGEST = 60_000;
/** What lets somebody in is typed again, never given back by a page. */
const SECRETS = ['pin', 'password', 'secret'];
const NAMES = { to: 'kept-to', body: 'kept-body' } as const;

/** A form whose session was over when it came: where it was sent to and what stood in it, as a browser encodes it. */
export interface KeptForm {
  readonly to: string;
  readonly body: string;
}

/** A form of texts, as against a file or a script's call. */
export const isPlainForm = ({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean =>
  method === 'POST' && headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;

const sent = new WeakMap<FastifyRequest, string>();

/** A reader of forms notes the form as it came: read into fields, a name that is sent several times stands there only once. */
export const noteForm = (request: FastifyRequest, body: string): void => void sent.set(request, body);

/** What a person typed is not lost with the session; `null` where there is nothing to keep, or nothing that may be. */
export function keptForm(request: FastifyRequest): KeptForm | null {
  const body = sent.get(request);
  return body === undefined ? null : checked({ to: request.url, body });
}

function checked({ to, body }: KeptForm): KeptForm | null {
  if (body === '' || body.length > LONGEST || placeAfter(to) !== to) return null;
  const fields = new URLSearchParams(body);
  return SECRETS.some((name) => fields.has(name)) ? null : { to, body };
}

/** Goes with the form of signing in. */
export const keptFields = ({ to, body }: KeptForm): Html =>
  html`<input type="hidden" name="${NAMES.to}" value="${to}" /><input
      type="hidden"
      name="${NAMES.body}"
      value="${Buffer.from(body).toString('base64url')}"
    />`;

/** What came with it; nonsense is nothing. */
export function keptOf(typed: Readonly<Record<string, unknown>>): KeptForm | null {
  const { [NAMES.to]: to, [NAMES.body]: body } = typed;
  if (typeof to !== 'string' || typeof body !== 'string') return null;
  return checked({ to, body: Buffer.from(body, 'base64url').toString() });
}

/** Signed in again: one press sends what was not sent. Never by itself, or a forged page could have a form of its own sent so. */
export const sendAgainPage = ({ to, body }: KeptForm, back: string): Html =>
  html`<p>Вы вошли. То, что вы отправляли, цело, но ещё не отправлено.</p>
    <form class="row" method="post" action="${to}">
      ${[...new URLSearchParams(body)].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button autofocus>Отправить ещё раз</button>
      <a class="button" href="${back}">Не отправлять</a>
    </form>`;
