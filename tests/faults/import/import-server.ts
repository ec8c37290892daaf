import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ImportJob } from '../../../design/import/job.ts';
import { freePort } from '../../e2e/harness/ports.ts';
import type { Command, Reply } from './commands.ts';

const PROGRAM = resolve(import.meta.dirname, 'server.program.ts');
const BASE = '/api/v1/connector/import';

/** The sync server as a process of its own on a folder and, from its first start on, on one port. */
export class ImportServer {
  readonly folder: string;
  readonly said: string[] = [];
  private child: ChildProcess | null = null;
  private gone: Promise<unknown> = Promise.resolve();
  private port = 0;
  private last = 0;
  private readonly waiting = new Map<number, (reply: Reply) => void>();

  constructor(folder: string) {
    this.folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  get pid(): number {
    return this.child!.pid!;
  }

  async start(): Promise<void> {
    // One of its own, which no other test is given while it is down.
    this.port ||= await freePort();
    const env = { PATH: process.env['PATH'], OPTICS_DATA: this.folder, SYNC_PORT: String(this.port) };
    const child = (this.child = fork(PROGRAM, { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => this.said.push(text));
    this.gone = once(child, 'exit').then(() => {
      for (const reply of this.waiting.values()) reply({ number: -1, error: 'the server is gone' });
      this.waiting.clear();
    });
    const ready = new Promise<Reply>((resolve) => this.waiting.set(0, resolve));
    child.on('message', (reply: Reply) => {
      this.waiting.get(reply.number)?.(reply);
      this.waiting.delete(reply.number);
    });
    const { error } = await ready;
    if (error !== undefined) throw new Error(`the server ended before it was ready: ${this.said.join('')}`);
  }

  /** @throws where the server dies first */
  async ask<T>(command: Command): Promise<T> {
    const number = (this.last += 1);
    const reply = new Promise<Reply>((resolve) => this.waiting.set(number, resolve));
    if (!this.isUp) throw new Error('the server is gone');
    this.child!.send({ number, command }, () => undefined);
    const { result, error } = await reply;
    if (error !== undefined) throw new Error(error);
    return result as T;
  }

  get isUp(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  /** Resolves when the process is gone, by itself or (`kill`) by us. */
  died(): Promise<unknown> {
    return this.gone;
  }
  async kill(): Promise<void> {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.gone;
  }

  jobs(): Promise<ImportJob[]> {
    return this.ask({ what: 'jobs' });
  }

  /** Uploads a file and starts its job, confirmed ahead, as a program of the customer does. @throws where the server dies */
  async import(text: string): Promise<string> {
    const headers = { authorization: `Bearer ${readFileSync(join(this.folder, 'sync/import.token'), 'utf8').trim()}` };
    const form = new FormData();
    form.set('file', new Blob([text]), 'цены.csv');
    const uploaded = await fetch(`${this.url}${BASE}/files`, { method: 'POST', headers, body: form });
    if (uploaded.status !== 201) throw new Error(`upload: ${uploaded.status} ${await uploaded.text()}`);
    const { file_id } = (await uploaded.json()) as { file_id: string };
    const started = await fetch(`${this.url}${BASE}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ profile_id: null, file_id }),
    });
    if (started.status !== 202) throw new Error(`start: ${started.status} ${await started.text()}`);
    return `import-job:${((await started.json()) as { job_id: string }).job_id}`;
  }

  async pair(till = 'POS-001'): Promise<{ device: number; token: string; till: string; store: string }> {
    const answer = await fetch(`${this.url}/api/pair`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: null, name: 'Касса', till }),
    });
    if (answer.status !== 201) throw new Error(`pairing answered ${answer.status}`);
    return (await answer.json()) as Awaited<ReturnType<ImportServer['pair']>>;
  }
}
