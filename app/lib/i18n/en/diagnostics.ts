import type { English } from '../keys.ts';
import type { diagnostics as ru } from '../ru/diagnostics.ts';

export const diagnostics: English<typeof ru> = {
  title: 'Diagnostics for support',
  text: 'One file: versions, connections, recent errors, the log of the register program. No names, phones or purchases. No network needed.',
  save: 'Save the file',
  saving: 'Collecting…',
  saved: 'File saved: {{name}}',
  failed: 'The file could not be saved',
};
