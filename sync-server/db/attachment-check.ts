import type { AttachmentRule } from '../../design/documents/registry.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const MOST = 8;

/**
 * What is wrong with the attachments of a row, `null` where they may be stored. They travel whole, in the row: a stub speaks of bytes that
 * the server may not have, and PouchDB refuses a whole batch for one of them.
 */
export function attachmentFault(attachments: unknown, rule: AttachmentRule | null): string | null {
  if (attachments === undefined) return null;
  if (rule === null) return 'documents of this type have no attachments';
  if (typeof attachments !== 'object' || attachments === null || Array.isArray(attachments)) return '_attachments is no object';
  const named = Object.entries(attachments as Record<string, unknown>);
  if (named.length > MOST) return `more than ${MOST} attachments`;
  let bytes = 0;
  for (const [name, one] of named) {
    if (name === '' || name.startsWith('_') || name.length > 128) return 'an attachment has no usable name';
    const { content_type: type, data } = (one ?? {}) as { content_type?: unknown; data?: unknown };
    if (typeof type !== 'string' || !rule.types.includes(type)) return 'an attachment of a type that is not taken';
    if (typeof data !== 'string' || data.length % 4 !== 0 || !BASE64.test(data)) return 'an attachment without its bytes';
    bytes += (data.length / 4) * 3;
  }
  return bytes > rule.maxBytes + 2 * named.length ? `attachments of more than ${rule.maxBytes} bytes` : null;
}
