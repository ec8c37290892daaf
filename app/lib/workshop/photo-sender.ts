import type { ServerClient } from '../sync/server.client.ts';
import type { KeptPhoto } from './photo-box.ts';

/** Hands a picture to the server. The same picture twice is one: its digest is its name. @throws where it is not certain that the server holds it */
export async function sendPhoto(
  server: Pick<ServerClient, 'origin' | 'requestWith'>,
  { order, digest, picture }: KeptPhoto,
): Promise<void> {
  const response = await server.requestWith()(`${server.origin}/api/orders/${encodeURIComponent(order)}/photos`, {
    method: 'POST',
    headers: { 'Content-Type': picture.type, 'X-Digest': digest },
    body: picture,
  });
  if (!response.ok) throw new Error(`photo: ${response.status}`);
}
