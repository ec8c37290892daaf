/**
 * One W3C trace a sale: its key is a random UUID already, so the till needs no other name for it. With it everything that the gateway does
 * for this sale, and the operator's answer, is found in the logs. Nothing where `key` is no UUID.
 */
export function traceHeaders(key: string | null): Readonly<Record<string, string>> {
  const trace = key?.replaceAll('-', '').toLowerCase() ?? '';
  if (!/^(?!0{32})[0-9a-f]{32}$/.test(trace)) return {};
  const span = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { traceparent: `00-${trace}-${span}-01` };
}
