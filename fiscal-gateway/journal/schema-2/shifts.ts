export const SHIFTS_2 = ``;
