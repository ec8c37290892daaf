import { PDFiumLibrary } from '@hyzyla/pdfium';

/** A page of a PDF as a printer of `dpi` dots per inch would draw it. */
export interface PrintedPage {
  /** As a decoder of barcodes takes them. */
  readonly pixels: ImageData;
  /** mm, as the PDF itself says. */
  readonly size: { readonly width: number; readonly height: number };
  readonly text: string;
}

const POINTS = 72;
const MM = 25.4;
let library: Promise<PDFiumLibrary> | null = null;

/** Every page of a PDF: its size, its words and its dots. */
export async function pagesOfPdf(pdf: Uint8Array, dpi: number): Promise<PrintedPage[]> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(pdf);
  try {
    const pages: PrintedPage[] = [];
    for (const page of document.pages()) {
      const { originalWidth, originalHeight } = page.getOriginalSize();
      const text = page.getText();
      const { data, width, height } = await page.render({ scale: dpi / POINTS, render: 'bitmap' });
      const pixels = { data: new Uint8ClampedArray(data), width, height, colorSpace: 'srgb' } as ImageData;
      const size = { width: (originalWidth / POINTS) * MM, height: (originalHeight / POINTS) * MM };
      pages.push({ pixels, size, text });
    }
    return pages;
  } finally {
    document.destroy();
  }
}
