/** `Buffer.concat`; the types of PouchDB declare a Buffer of their own, which Node's do not take. */
export const joined = (pieces: readonly Buffer[]): Buffer => Buffer.concat(pieces as never);
