import { z } from 'zod';
import { documentBase, instant } from '../documents/base.ts';

/** Id `import-upload:<SHA-256 of the bytes>`: a supplier's file that several servers share. Written after its parts. */
export const importUpload = documentBase('import-upload', 1).extend({
  name: z.string().max(200),
  bytes: z.int().min(0),
  at: instant,
  parts: z.int().min(0),
});
export type ImportUpload = z.infer<typeof importUpload>;

/** Id `import-upload-part:<SHA-256>-0000`; `data` is base64. */
export const importUploadPart = documentBase('import-upload-part', 1).extend({ data: z.string() });
export type ImportUploadPart = z.infer<typeof importUploadPart>;
