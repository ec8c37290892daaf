import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { GatewayConfig } from '../config.ts';
import { lockFile } from '../journal/process-lock.ts';
import type { ProcessLock } from '../journal/process-lock.ts';

/** A device by whatever name: `localhost` and 127.0.0.1, `/dev/serial/by-id/…` and the `/dev/ttyACM0` behind it are one. */
export function deviceAddress({ register, registerPort }: Pick<GatewayConfig, 'register' | 'registerPort'>): string | null {
  if (register === null) return null;
  if (register === 'emulator') return `tcp 127.0.0.1:${registerPort}`;
  if (!URL.canParse(register)) return register;
  const { protocol, hostname, port, pathname } = new URL(register);
  if (!protocol.includes('serial')) return `tcp ${hostname === 'localhost' ? '127.0.0.1' : hostname.toLowerCase()}:${port}`;
  try {
    return `serial ${realpathSync(pathname)}`;
  } catch {
    // Not plugged in: its name will do.
    return `serial ${pathname}`;
  }
}

/** A name that only one process of this PC can listen on; the operating system takes it back even after kill -9. */
function endpoint(address: string): string | null {
  const name = `optics-register-${createHash('sha256').update(address).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : null;
}

function listen(path: string, refusal: string): Promise<ProcessLock> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new Error(refusal, { cause: error }) : error),
    );
    server.listen(path, () => {
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });
}

/**
 * One gateway a register: two data folders (two POS ids) that point to one device would each take the other's documents for their own
 * journal's gaps. Outside the data folder, since those differ; an abstract socket or pipe rather than a file in /tmp, since a service may
 * have a /tmp of its own. It cannot see another PC: there a real register's single connection is what keeps the second one out, and the
 * drive that is ahead of its journal what gives it away.
 */
export async function lockDevice(config: Pick<GatewayConfig, 'register' | 'registerPort'>): Promise<ProcessLock> {
  const address = deviceAddress(config);
  if (address === null) return { release: () => undefined };
  const refusal = `another gateway drives the register at ${address.split(' ')[1] ?? address} (GATEWAY_REGISTER)`;
  const path = endpoint(address);
  if (path !== null) return listen(path, refusal);
  return lockFile(join(tmpdir(), `optics-register-${createHash('sha256').update(address).digest('hex').slice(0, 24)}`), refusal);
}
