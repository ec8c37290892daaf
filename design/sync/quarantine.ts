/** Header of every answer to a device that was switched off: what it handed in lies in the quarantine, not in the shop's database. */
export const QUARANTINED = 'x-optics-quarantine';
