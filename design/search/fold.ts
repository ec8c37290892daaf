/** Lower case, ё = е, single spaces: what is typed and what is looked through are made alike. */
export const normalise = (text: string): string => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
