export const CARE_2 = ``;
