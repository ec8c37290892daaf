import type { Supplier } from '../documents/supplier.ts';
import { docId } from '../ids.ts';

/** One name for one supplier, however it was typed: «Линзы Плюс » and «линзы плюс» have one card. */
const simplified = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
export const supplierId = (name: string): string => docId('supplier', simplified(name));
export const isSameSupplier = (a: string, b: string): boolean => simplified(a) === simplified(b);

export type SupplierCard = Pick<Supplier, 'name' | 'email' | 'format' | 'customer'>;
/** Of a supplier that nobody has entered yet: the catalogue knows no more than its name. */
export const unknownSupplier = (name: string): SupplierCard => ({ name, email: null, format: 'vca', customer: null });
