/** Tokens know the page they were paired for (un-pairing removes it) and when they were last used; a code may be for one purpose only. */
export const ACCESS_2 = `
ALTER TABLE tokens ADD COLUMN origin TEXT;
ALTER TABLE tokens ADD COLUMN last_used_at INTEGER;
ALTER TABLE pairing_codes ADD COLUMN scope TEXT;
`;
