/** Work on the register by a person: one row a time, open while `ended_at` is NULL. `until`: the estimate, epoch ms. */
export const CARE_2 = `
CREATE TABLE maintenance (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT
) STRICT;
`;
