/** What a drive was registered with beside its number, for the receipts' answers (requirements B-21). */
export const DRIVES_2 = `
ALTER TABLE drives ADD COLUMN inn TEXT;
ALTER TABLE drives ADD COLUMN ofd_name TEXT;
`;
