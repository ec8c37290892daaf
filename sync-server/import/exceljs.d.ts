/**
 * What we use of exceljs, under the name of its entry file: its own types make every `Buffer` of the program an `ArrayBuffer`
 * (`declare interface Buffer extends ArrayBuffer`), and nothing that reads a file compiles beside them. Import from 'exceljs/excel.js'.
 */
declare module 'exceljs/excel.js' {
  import type { Readable, Writable } from 'node:stream';

  export type CellValue =
    | null
    | undefined
    | string
    | number
    | boolean
    | Date
    | { error: string }
    | { richText: { text: string; font?: { bold?: boolean } }[] }
    | { text: string; hyperlink: string }
    | { formula: string; result?: string | number | boolean | Date | { error: string } };

  export interface Cell {
    value: CellValue;
    numFmt: string;
    readonly text: string;
    font: { bold?: boolean };
    alignment: { wrapText?: boolean; vertical?: 'top' | 'middle' };
  }
  export interface Row {
    readonly number: number;
    /** From 1: the first place is empty. */
    readonly values: CellValue[];
    hidden: boolean;
    font: { bold?: boolean };
    getCell(column: number | string): Cell;
    commit(): void;
  }
  export interface Column {
    width?: number;
    header?: string;
    key?: string;
    numFmt?: string;
  }
  export interface Worksheet {
    readonly name: string;
    readonly rowCount: number;
    columns: Partial<Column>[];
    views: { state: 'frozen'; ySplit: number }[];
    autoFilter: string | { from: string; to: string };
    addRow(values: readonly CellValue[]): Row;
    getRow(row: number): Row;
    getCell(address: string): Cell;
    getColumn(column: number | string): Column;
    mergeCells(range: string): void;
    eachRow(each: (row: Row, number: number) => void): void;
    commit(): void;
  }
  export interface SheetOptions {
    state?: 'visible' | 'hidden' | 'veryHidden';
    views?: { state: 'frozen'; ySplit: number }[];
  }
  export class Workbook {
    readonly worksheets: Worksheet[];
    readonly xlsx: {
      load(bytes: Uint8Array): Promise<Workbook>;
      readFile(path: string): Promise<Workbook>;
      writeBuffer(): Promise<Uint8Array<ArrayBuffer>>;
      writeFile(path: string): Promise<void>;
    };
    addWorksheet(name: string, options?: SheetOptions): Worksheet;
    getWorksheet(name: string | number): Worksheet | undefined;
  }
  interface StreamReader extends AsyncIterable<AsyncIterable<Row> & { readonly name: string }> {
    read(): Promise<void>;
  }
  interface StreamWriter {
    addWorksheet(name: string, options?: SheetOptions): Worksheet;
    commit(): Promise<void>;
  }
  interface ReaderOptions {
    worksheets: 'emit' | 'ignore';
    sharedStrings: 'cache' | 'emit' | 'ignore';
    hyperlinks: 'cache' | 'emit' | 'ignore';
    styles: 'cache' | 'ignore';
    entries: 'emit' | 'ignore';
  }
  interface WriterOptions {
    filename?: string;
    stream?: Writable;
    useSharedStrings?: boolean;
    useStyles?: boolean;
  }
  interface Streams {
    xlsx: {
      WorkbookReader: new (input: string | Readable, options: Partial<ReaderOptions>) => StreamReader;
      WorkbookWriter: new (options: WriterOptions) => StreamWriter;
    };
  }
  const ExcelJS: { Workbook: typeof Workbook; stream: Streams };
  export default ExcelJS;
}

declare module 'exceljs/lib/stream/xlsx/workbook-reader.js' {
  import ExcelJS from 'exceljs/excel.js';

  const WorkbookReader: typeof ExcelJS.stream.xlsx.WorkbookReader;
  export default WorkbookReader;
}
