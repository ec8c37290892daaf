import { spawnSync } from 'node:child_process';

/** How the operating system runs the gateway. Both resolve when the system says that it is done; they throw with its words. */
export interface Service {
  start(): Promise<void>;
  /** Ends the gateway in good order: SIGTERM from systemd, Ctrl+C from WinSW. */
  stop(): Promise<void>;
}

function run(command: string, ...args: string[]): Promise<void> {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status === 0) return Promise.resolve();
  return Promise.reject(
    new Error(`${[command, ...args].join(' ')}: ${(done.stderr || done.stdout || String(done.error)).trim()}`),
  );
}

/** `systemd:optics-gateway` or `windows:optics-gateway`. `Stop-Service` waits for the end, `sc stop` would not. */
export function serviceNamed(spec: string): Service {
  const [kind, name = ''] = spec.split(':', 2);
  if (!/^[\w@.-]{1,64}$/.test(name)) throw new Error(`--service ${spec}: systemd:<name> or windows:<name>`);
  if (kind === 'systemd') {
    return {
      start: () => run('systemctl', 'start', name),
      stop: () => run('systemctl', 'stop', name),
    };
  }
  if (kind === 'windows') {
    const powershell = (command: string) => run('powershell.exe', '-NoProfile', '-NonInteractive', '-Command', command);
    return {
      start: () => powershell(`Start-Service -Name '${name}'`),
      stop: () => powershell(`Stop-Service -Name '${name}'`),
    };
  }
  throw new Error(`--service ${spec}: systemd:<name> or windows:<name>`);
}
