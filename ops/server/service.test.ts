import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

describe('the sync server as a service: it comes back after a kill and with the machine', () => {
  it('under systemd: always, without giving up, never as root, from files that are here', () => {
    const said = read('optics-server.service')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of said) expect(line).toMatch(/^(\[(Unit|Service|Install)\]|[A-Z]\w+=.*)$/);
    const one = (key: string) => said.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
    expect(['Restart', 'StartLimitIntervalSec', 'User', 'WantedBy'].map((key) => one(key))).toEqual([
      ['always'],
      ['0'],
      ['optics-server'],
      ['multi-user.target'],
    ]);
    const place = '/opt/optics-server/';
    const [node = '', main = ''] = one('ExecStart')[0]!.split(' ');
    expect(node.startsWith(place) && existsSync(join(ROOT, node.slice(place.length))) && existsSync(join(ROOT, main))).toBe(true);
    // Where systemd makes the data folder, the server looks for it.
    expect(one('Environment')).toEqual([`OPTICS_DATA=/var/lib/${one('StateDirectory')[0]}`]);
  });

  it('under Windows: begins with the machine, is started again after every failure, from files that are here', () => {
    const xml = read('optics-server.winsw.xml').replaceAll(/<!--[\s\S]*?-->/g, '');
    expect(xml).toContain('<startmode>Automatic</startmode>');
    expect([...xml.matchAll(/<onfailure action="restart"/g)]).toHaveLength(3);
    const main = /<arguments>.* (\S+\.ts)<\/arguments>/.exec(xml)![1]!.replaceAll('\\', '/');
    expect(existsSync(join(ROOT, main))).toBe(true);
    const open: string[] = [];
    for (const [, end, name = '', empty] of xml.matchAll(/<(\/?)([\w-]+)(?:\s+[\w-]+="[^"<&]*")*\s*(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect(open).toEqual([]);
  });
});
