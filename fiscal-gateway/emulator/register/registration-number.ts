/** CRC-16/CCITT-FALSE (poly 1021, init FFFF) over ASCII. `123456789` → 29B1. */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

/**
 * Registration number of a register (RNM, tag 1037): ten digits of sequence and six of check over sequence, INN (12, zeros to the left)
 * and serial (20, zeros to the left).
 */
export function registrationNumber(sequence: number, inn: string, serial: string): string {
  const head = String(sequence).padStart(10, '0');
  return head + String(crc16(head + inn.padStart(12, '0') + serial.padStart(20, '0'))).padStart(6, '0');
}
