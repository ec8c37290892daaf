import { CouchError } from './couch-error.ts';

const LEGAL = /^[a-z][a-z0-9_$()+/-]*$/;
/** A folder's name on the disk has at most 255 bytes, and a slash takes three of them. */
const LONGEST_FOLDER = 240;

/** @throws CouchError illegal_database_name or database_name_too_long, as CouchDB says it */
export function checkDatabaseName(name: string): void {
  if (!LEGAL.test(name)) {
    const rule =
      'Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.';
    throw new CouchError(400, 'illegal_database_name', `Name: '${name}'. ${rule}`);
  }
  if (folderOf(name).length > LONGEST_FOLDER) {
    throw new CouchError(400, 'database_name_too_long', `At least one path segment of \`${name}\` is too long.`);
  }
}

export const isLegalName = (name: string): boolean => LEGAL.test(name) && folderOf(name).length <= LONGEST_FOLDER;

/** A database's folder: a name is lower case already, so that a file system that knows no case cannot mix two up. */
export const folderOf = (name: string): string => encodeURIComponent(name);
export const nameOfFolder = (folder: string): string => decodeURIComponent(folder);
