import type { LogLine } from './child.ts';
import type { Plan } from './plan.ts';

export interface Screen {
  say(text: string): void;
  /** One step under way; drawn over itself on a terminal, else a line at each tenth. */
  progress(line: LogLine): void;
}

/** What the person who started us sees. Programs' own logs go to files. */
export function createScreen(out: NodeJS.WriteStream): Screen {
  let drawn = false;
  let tenth = '';
  const clear = (): void => {
    if (drawn) out.write('\r\u001b[K');
    drawn = false;
  };
  return {
    say(text) {
      clear();
      out.write(`${text}\n`);
    },
    progress({ what, done, total }) {
      const name = typeof what === 'string' ? what : 'working';
      const share = typeof done === 'number' && typeof total === 'number' && total > 0 ? Math.floor((done * 100) / total) : null;
      const text = `  ${name}${share === null ? '' : ` ${share} %`}`;
      if (out.isTTY) {
        out.write(`\r\u001b[K${text}`);
        drawn = true;
        return;
      }
      const step = `${name} ${share === null ? '' : Math.floor(share / 10)}`;
      if (step !== tenth) out.write(`${text}\n`);
      tenth = step;
    },
  };
}

const PINS = 'cashier 1111 · optician 2222 · manager 3333 · accountant 4444 · administrator 5555';

/** One table: addresses, PINs, where the data lies. */
export function startTable(
  plan: Plan,
  { data, url, adminLink }: { data: string; url: string; adminLink: string | null },
): string {
  const rows: [string, string][] = [
    ['Till and dashboard', url],
    ...plan.tills.map((till): [string, string] => [`Gateway ${till.pos_id}`, `${till.url}/docs`]),
    ['Tax operator', plan.ofdUrl],
    ['PINs', PINS],
    ...(adminLink ? [['Administration', adminLink] as [string, string]] : []),
    ['Data', data],
    ['Logs', `${data}/logs`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)) + 2);
  return [rule, ...lines, rule].join('\n');
}
