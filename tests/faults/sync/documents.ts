import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = resolve(import.meta.dirname, '../kill/documents.program.ts');
const TOKEN = 'token-of-the-fault-test';
const HEADERS = {
  authorization: `Basic ${Buffer.from(`admin:${TOKEN}`).toString('base64')}`,
  'content-type': 'application/json',
  accept: 'application/json',
};

/** The sync server's documents as a process of its own on a folder, with what it answered and what it said. */
export class DocumentsProgram {
  readonly folder: string;
  readonly said: string[] = [];
  private child: ChildProcess | null = null;
  private url = '';

  constructor(folder: string) {
    this.folder = folder;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  async start(): Promise<void> {
    const env = { PATH: process.env['PATH'], OPTICS_DATA: this.folder, SYNC_ADMIN_TOKEN: TOKEN };
    const child = (this.child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    createInterface({ input: child.stderr }).on('line', (line) => this.said.push(line));
    for await (const line of createInterface({ input: child.stdout })) {
      this.url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}/db`;
      child.stdout.resume();
      return;
    }
    throw new Error(`the program ended before it was ready: ${this.said.join('\n')}`);
  }

  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${this.url}/${path}`, { method, headers: HEADERS, ...init });
    return { status: answer.status, body: await answer.json() };
  }
}
