/** Where a gateway listens unless told otherwise. */
export const DEFAULT_GATEWAY = 'http://127.0.0.1:8000';

/**
 * The origin of a gateway as a person types it (`localhost:8000`, `http://127.0.0.1:8000/`); `null` where it is none. A gateway serves
 * the browsers of its own PC only, and the page's policy lets nothing else through.
 */
export function gatewayAddress(typed: string): string | null {
  const text = typed.trim();
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`;
  if (text === '' || !URL.canParse(whole)) return null;
  const { protocol, hostname, origin, username, password } = new URL(whole);
  const loopback = hostname === '127.0.0.1' || hostname === 'localhost';
  return protocol === 'http:' && loopback && username === '' && password === '' ? origin : null;
}
