import type { English } from '../keys.ts';
import type { shift as ru } from '../ru/shift.ts';

export const shift: English<typeof ru> = {
  closed: 'The shift is closed',
  closedText: 'Open a shift to sell.',
  open: 'Open a shift',
  opening: 'Opening…',
  needsCode: 'The till is not joined to the register program',
  needsCodeText: 'To make receipts, enter the code of this computer’s register program.',
  enterCode: 'Enter the code',
  unknown: 'Waiting for the register program',
  unknownText: 'It starts on this computer together with the register. You can sell as soon as it answers.',
  expired: 'The shift has been open for more than 24 hours',
  expiredText: 'By law no receipt can be made. Take the Z-report and open a new shift.',
  toReport: 'To reports',
  soon: 'The shift is nearly 24 hours old: take the Z-report before {{time}}',
  count: 'Count the change',
  left: 'The last shift left {{sum}} in the drawer',
  maintenance: 'The till is being serviced',
  maintenanceText: 'New receipts wait for the end of the work; what was begun is finished. Another till serves customers.',
  maintenanceUntil: 'Until {{time}}, {{left}} left',
  maintenanceLate: 'Promised by {{time}}. The administrator ends the work.',
};
