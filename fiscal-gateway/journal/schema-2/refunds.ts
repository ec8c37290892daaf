/**
 * Beside the receipts: originals of other tills that were refunded here (`mark` = `<fn>-<fd>`; their totals as far as anybody said them,
 * kopecks), keys that must never be registered here, and which bodies still hold a customer's contact.
 */
export const REFUNDS_2 = `
CREATE TABLE foreign_originals (
  mark TEXT PRIMARY KEY,
  fp TEXT NOT NULL,
  total INTEGER,
  first_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE forbidden_keys (
  key TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (receipt TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO contacts (receipt)
  SELECT r.id FROM receipts r JOIN receipt_bodies b ON b.receipt = r.no
  WHERE coalesce(json_extract(b.body, '$.customer.email'), json_extract(b.body, '$.customer.phone')) IS NOT NULL;
`;
