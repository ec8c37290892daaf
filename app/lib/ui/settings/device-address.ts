import type { OFD_KINDS, REGISTER_KINDS } from '$design/fiscal/wire-devices.ts';

export type DeviceKind = 'none' | (typeof REGISTER_KINDS)[number] | (typeof OFD_KINDS)[number];

/** What an address of each kind begins as in the field. */
export const PLACEHOLDERS: Readonly<Record<DeviceKind, string>> = {
  none: '',
  emulator: 'emulator',
  'shtrih+tcp': 'shtrih+tcp://192.168.1.10:7778',
  'shtrih+serial': 'shtrih+serial:///dev/ttyACM0?baud=115200',
  'atol+http': 'atol+http://192.168.1.10:16732',
  http: 'https://',
  'ofd+tcp': 'ofd+tcp://',
  device: 'device',
};

/** The kind of an address as the gateway writes it; `null` is none. */
export function kindOf(part: 'register' | 'ofd', address: string | null): DeviceKind {
  if (address === null) return 'none';
  if (address === 'emulator' || address === 'device') return address;
  const scheme = /^([a-z+]+):/.exec(address)?.[1] ?? '';
  if (part === 'ofd') return scheme === 'ofd+tcp' ? 'ofd+tcp' : 'http';
  return scheme in PLACEHOLDERS ? (scheme as DeviceKind) : 'none';
}

/** What is asked for: `null` is "do not connect", an empty text an address that is not written yet. */
export const addressOf = ({ kind, address }: { readonly kind: DeviceKind; readonly address: string }): string | null =>
  kind === 'none' ? null : address.trim().replace(/^[a-z+]+:\/\/$/, '');
