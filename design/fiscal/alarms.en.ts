import type { AlarmCode } from './alarms.ts';

const say = (what: string, next: string) => ({ what, next });

/** English beside the Russian of `alarms.ts`; a code without its English does not compile. The app fetches it when English is chosen. */
export const ALARMS_EN: Readonly<Record<AlarmCode, { readonly what: string; readonly next: string }>> = {
  BUFFER_WARNING: say('Unsent receipts are piling up.', 'Tell the administrator: sales stop when the buffer is full.'),
  BUFFER_CRITICAL: say(
    'The buffer of unsent receipts is nearly full.',
    'Call the administrator: check the internet and start the sending.',
  ),
  BUFFER_FULL: say(
    'The buffer of unsent receipts is full, sales are stopped.',
    'Call the administrator. Sales go on as soon as receipts begin to leave.',
  ),
  DEAD_LETTERS: say('The operator refused documents.', 'Call the administrator: they have to be looked into.'),
  DEAD_LETTERS_MANY: say(
    'The operator refused more than ten documents.',
    'Call the administrator now: a setting is probably wrong.',
  ),
  OFD_KEY_REFUSED: say(
    'The operator does not take the till’s key: receipts do not leave.',
    'Call the administrator: check the contract with the operator, replace the key, then start the sending.',
  ),
  OFD_SLOW: say(
    'The operator answers slowly.',
    'Go on selling: receipts are kept and leave by themselves. If it is so all day, tell the administrator.',
  ),
  CLOCK_DRIFT: say(
    'The clock of the till’s computer differs from the server’s.',
    'Tell the administrator: the time has to be synchronised.',
  ),
  CLOCK_DRIFT_CRITICAL: say(
    'The clock of the till’s computer differs a lot from the server’s.',
    'Call the administrator: put the computer’s time right and check the register’s.',
  ),
  DRIVE_ENDS_SOON: say(
    'The fiscal drive will soon be used up.',
    'Tell the administrator: order a new drive and set the day for replacing it. You may sell.',
  ),
  DRIVE_ENDS_NOW: say(
    'The fiscal drive ends within days.',
    'Call the administrator: replace the drive before it stops the sales.',
  ),
  DRIVE_FULL: say(
    'The fiscal drive is full, sales are stopped.',
    'Close the shift, wait until the receipts have gone to the operator and replace the drive: call the register service.',
  ),
  DRIVE_EXPIRED: say(
    'The fiscal drive has expired, sales are stopped.',
    'Close the shift, wait until the receipts have gone to the operator and replace the drive: call the register service.',
  ),
  DRIVE_BLOCKED_UNSENT: say(
    'The drive has stopped: receipts were not handed to the operator for more than 30 days.',
    'Restore the link to the operator: the drive works again by itself once the receipts have gone.',
  ),
  DRIVE_FAILED: say('The fiscal drive is broken.', 'Do not switch the register off, sell at another till and call the service.'),
  DRIVE_CHANGED: say(
    'The register holds another fiscal drive: sales are stopped.',
    'Call the administrator: the replacement has to be confirmed, then a shift opened.',
  ),
  OFD_UNSENT_1D: say(
    'Receipts have not gone to the operator for more than a day.',
    'Tell the administrator: check the internet and the contract with the operator.',
  ),
  OFD_UNSENT_5D: say(
    'Receipts have not gone to the operator for more than 5 days.',
    'Call the administrator: after 30 days the drive stops the sales.',
  ),
  OFD_UNSENT_20D: say(
    'Receipts have not gone to the operator for more than 20 days.',
    'Call the administrator now: less than 10 days until sales stop.',
  ),
  REGISTER_SILENT: say('The register does not answer.', 'Check the register’s power and cable. Receipts are kept.'),
  REGISTER_TROUBLE: say(
    'The register did not take a receipt after three tries.',
    'Check the register and press “Try again” at the receipt in “Unfinished”; if that does not help, call the administrator.',
  ),
  REGISTER_PAPER_OUT: say('The register has no paper.', 'Put in a roll.'),
  REGISTER_PAPER_NEAR: say('The register’s paper is running out.', 'Have a new roll ready.'),
  REGISTER_COVER_OPEN: say('The register’s cover is open.', 'Close the cover.'),
  DRAWER_LEFT_OPEN: say('The cash drawer has been open for long.', 'Close the cash drawer.'),
  PRINT_INTERRUPTED: say(
    'Printing was interrupted: the document is registered and not fully printed.',
    'Check the paper and press “Continue printing”.',
  ),
  REGISTER_CLOCK: say('The register’s clock is wrong.', 'Tell the administrator: it is set while the shift is closed only.'),
  REGISTRATION_CHANGED: say(
    'The register’s registration has changed.',
    'Call the administrator: compare the registration number with the registration card.',
  ),
  MAINTENANCE_OVERDUE: say('The service takes longer than promised.', 'The administrator ends it or names a new time.'),
  ON_BATTERY: say(
    'No mains: the computer runs on its battery.',
    'Finish the sale. On a low battery the till stops by itself, receipts are kept.',
  ),
  DISK_LOW: say(
    'There is little room on this computer’s disk.',
    'For the administrator: make room. Below 100 MB the till may stop.',
  ),
  DISK_FULL: say(
    'This computer’s disk is full.',
    'Call the administrator now: without room receipts cannot be written and sales stop.',
  ),
  JOURNAL_NOT_WRITABLE: say(
    'The till’s journal cannot be written to the disk.',
    'Call the administrator: check this computer’s disk. No receipt is made until writing works.',
  ),
  BACKUP_OLD: say(
    'The journal’s backup is more than a day old.',
    'For the administrator: make a copy by hand and check the room on the disk.',
  ),
  EVENTS_BROKEN: say(
    'The till’s event journal differs from what the server remembers.',
    'For the administrator: if the journal was not restored from a copy, find out who changed the file.',
  ),
  SHIFT_ENDS_SOON: say(
    'The shift will soon be 24 hours old.',
    'Take the Z-report and open a new shift: sales stop after 24 hours.',
  ),
  SHIFT_EXPIRED: say(
    'The shift has been open for more than 24 hours, sales are stopped.',
    'Take the Z-report and open a new shift.',
  ),
  RECEIPT_REGISTERED_TWICE: say(
    'The register made one receipt twice.',
    'Call a supervisor: the document numbers are in the alarm, the extra receipt is to be returned by a refund receipt.',
  ),
  SHIFT_TOTALS_MISMATCH: say(
    'The shift’s totals in the program and in the register differ.',
    'Go on selling. Call the administrator: both sums are in the alarm.',
  ),
  SHIFT_FLOAT_DIFFERS: say(
    'The cash at opening is not what the last shift left.',
    'For a supervisor: check the reason in the opening report.',
  ),
  CASH_DISCREPANCY: say(
    'The difference of cash at the close is more than 0.5 %.',
    'For a supervisor: check the reason given in the Z-report.',
  ),
  SHIFT_WITHOUT_REGISTER: say(
    'A shift was closed without the register’s report.',
    'When the register works, open a shift: the program first closes the old one and compares the totals.',
  ),
};
