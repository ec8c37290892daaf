/** Words are looked for in the catalogue; a code, which has digits and no blank in it, is looked up. */
export const isWords = (typed: string): boolean => !typed.includes('~') && (/\s/.test(typed) || !/\d/.test(typed));

/** «99999*RB-1», «-2*RB-1»: a quantity was meant, and is none that can be read (`readQuantity` leaves it whole). */
export const isBadQuantity = (rest: string): boolean => /^\s*[-+]?\d+(?:[.,]\d+)?\s*\*/.test(rest);
