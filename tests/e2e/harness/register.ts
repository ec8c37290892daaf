import type { DriveDocument } from '../../../fiscal-gateway/register/register.ts';
import { askJson } from './http-json.ts';

/** The emulated register's control port, asked from outside. */
export class RegisterControl {
  readonly url: string;

  constructor(controlPort: number) {
    this.url = `http://127.0.0.1:${controlPort}`;
  }

  async documents(): Promise<DriveDocument[]> {
    const answer = await askJson<DriveDocument[] | { documents: DriveDocument[] }>(`${this.url}/documents`);
    return Array.isArray(answer) ? answer : answer.documents;
  }

  async receipts(): Promise<DriveDocument[]> {
    return (await this.documents()).filter((document) => document.type === 'receipt');
  }

  async fault(fault: { kind: string; times?: number } & Record<string, unknown>): Promise<void> {
    await askJson(`${this.url}/fault`, { method: 'POST', body: fault });
  }

  async paper(present: boolean): Promise<void> {
    await askJson(`${this.url}/paper`, { method: 'POST', body: { present } });
  }

  /** Turns the drive's own dials (`fiscal-gateway/emulator/register/control-server.ts`): room, validity, warnings. */
  async dial(dials: Readonly<Record<string, unknown>>): Promise<void> {
    await askJson(`${this.url}/drive`, { method: 'POST', body: dials });
  }
}
