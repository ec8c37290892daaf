/**
 * Receipts that the drive held and this journal did not know (a restored or fresh journal): our id, which the register carries in tag 1084,
 * leads the till's repeat to its document instead of to a second one.
 */
export const IMPORTS_2 = `
CREATE TABLE imported_receipts (
  id TEXT PRIMARY KEY,
  fn TEXT NOT NULL,
  fd INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
