export const RECEIPTS_2 = ``;
