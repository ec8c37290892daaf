/** Alarms that stand: kept, so that a restart does not tell the server the same again. `details`: JSON, nothing personal. */
export const ALARMS_2 = `
CREATE TABLE alarms (
  code TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  details TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
