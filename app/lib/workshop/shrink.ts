/** Image bytes of a thumbnail that an order carries (design §4). */
export const THUMBNAIL_BYTES = 20_480;
/** Longest side of the picture that the server keeps, px: enough to see a scratch. */
const PICTURE_SIDE = 2_048;
const PICTURE_QUALITY = 0.85;
/** Largest first: the first that is small enough is taken. */
const THUMBNAILS = [
  { side: 480, quality: 0.7 },
  { side: 480, quality: 0.5 },
  { side: 320, quality: 0.5 },
  { side: 240, quality: 0.4 },
  { side: 128, quality: 0.3 },
] as const;

/** Draws a picture so that neither side is longer than `side`, as JPEG. */
export type Redraw = (side: number, quality: number) => Promise<Blob>;

/** The best thumbnail that fits; `null` where none does. */
export async function fittingThumbnail(redraw: Redraw, most = THUMBNAIL_BYTES): Promise<Blob | null> {
  for (const { side, quality } of THUMBNAILS) {
    const drawn = await redraw(side, quality);
    if (drawn.size <= most) return drawn;
  }
  return null;
}

/** Drawn anew, so that neither the place nor the telephone that the file tells of goes with it. @throws where it is no picture */
export async function shrink(raw: Blob): Promise<{ picture: Blob; thumbnail: Blob }> {
  const bitmap = await createImageBitmap(raw);
  try {
    const redraw: Redraw = async (side, quality) => {
      const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
      const canvas = new OffscreenCanvas(
        Math.max(1, Math.round(bitmap.width * scale)),
        Math.max(1, Math.round(bitmap.height * scale)),
      );
      canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return canvas.convertToBlob({ type: 'image/jpeg', quality });
    };
    const thumbnail = await fittingThumbnail(redraw);
    if (!thumbnail) throw new Error('no thumbnail is small enough');
    return { picture: await redraw(PICTURE_SIDE, PICTURE_QUALITY), thumbnail };
  } finally {
    bitmap.close();
  }
}
