import type { GatewayConfig } from '../config.ts';
import { createHttpOfd } from '../ofd/http.ofd.ts';
import type { OfdTransport } from '../ofd/ofd.ts';
import { createEmulatedRegister } from '../register/emulated.register.ts';
import type { Register } from '../register/register.ts';

/** What of a configuration names the devices. */
export type DeviceConfig = Pick<GatewayConfig, 'register' | 'registerPort' | 'ofd' | 'demo'>;

/** The register that the address names; `null` where it names none. Throws where this gateway has no driver for it. */
export function openRegister({ register, registerPort, demo }: DeviceConfig): Register | null {
  if (register === null) return null;
  if (register !== 'emulator') throw new Error(`GATEWAY_REGISTER=${register}: there is no driver for it yet`);
  if (!demo) throw new Error('GATEWAY_REGISTER=emulator is a test double and runs with OPTICS_DEMO=1 only');
  return createEmulatedRegister({ host: '127.0.0.1', port: registerPort });
}

/** The way to the operator that the address names; `null` where it names none. Throws where there is no transport for it. */
export function openOfd({ ofd }: DeviceConfig): OfdTransport | null {
  if (ofd === null) return null;
  if (!/^https?:\/\//.test(ofd) || !URL.canParse(ofd)) throw new Error(`GATEWAY_OFD=${ofd}: there is no transport for it yet`);
  return createHttpOfd({ url: ofd });
}
