export const QUEUE_2 = ``;
