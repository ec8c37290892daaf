export const EVENTS_2 = ``;
