import type { Client } from '../../design/documents/people.ts';
import type { Eye, Prescription } from '../../design/documents/prescription.ts';
import { DAY } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import type { Random } from './random.ts';

const WOMEN = ['Анна', 'Елена', 'Ольга', 'Мария', 'Татьяна', 'Наталья', 'Ирина', 'Светлана', 'Юлия', 'Екатерина'];
const MEN = ['Алексей', 'Дмитрий', 'Сергей', 'Андрей', 'Иван', 'Михаил', 'Павел', 'Николай', 'Владимир', 'Константин'];
const FAMILIES = [
  'Орлов',
  'Зайцев',
  'Павлов',
  'Беляев',
  'Тарасов',
  'Комаров',
  'Киселёв',
  'Макаров',
  'Андреев',
  'Ковалёв',
  'Ильин',
];
const FATHERS = ['Александров', 'Сергеев', 'Владимиров', 'Андреев', 'Николаев', 'Викторов', 'Михайлов'];
const DOCTORS = ['Кузнецов Д. С.', 'Попова М. А.', 'Фёдорова Л. Г.', 'ГКБ им. С. П. Боткина, Ершова И. И.'];

/** Clients of a shop with one to three prescriptions each; `born` is the instant of the newest, older ones lie years before. */
export function clientDocuments(store: string, device: number, count: number, born: number, random: Random) {
  const clients: Client[] = [];
  const prescriptions: Prescription[] = [];
  for (let i = 0; i < count; i++) {
    const wall = born - (count - i) * DAY;
    const hlc = formatHlc({ wall, counter: 0, device });
    const woman = random.chance(0.62);
    const age = Math.round(Math.min(82, Math.max(7, random.normal(44, 17))));
    const family = random.pick(FAMILIES) + (woman ? 'а' : '');
    const given = random.pick(woman ? WOMEN : MEN);
    const father = random.pick(FATHERS) + (woman ? 'на' : 'ич');
    const birth = new Date(wall - age * 365.25 * DAY).toISOString().slice(0, 10);
    const head = { schema: 1, hlc, by: null, pos: null } as const;
    const client: Client = {
      _id: `client:${hlc}`,
      type: 'client',
      ...head,
      store,
      name: `${family} ${given} ${father}`,
      phone: `+7 900 ${random.int(100, 999)}-${random.int(10, 99)}-${random.int(10, 99)}`,
      email: random.chance(0.4) ? `client${device}${i}@example.com` : null,
      birth,
      consent: { at: wall, kind: random.chance(0.8) ? 'paper' : 'electronic' },
      stamps: {},
    };
    clients.push(client);
    const visits = random.weighted([
      [1, 5],
      [2, 3],
      [3, 2],
    ]);
    for (let visit = 0; visit < visits; visit++) {
      const day = new Date(wall - visit * 390 * DAY).toISOString().slice(0, 10);
      prescriptions.push(prescriptionOf(client, day, visit, age - visit, random));
    }
  }
  return { clients, prescriptions };
}

const quarter = (value: number): number => Math.round(value * 4) / 4 + 0;
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Short sight prevails among customers; presbyopes get an addition from the middle forties on. */
function prescriptionOf(client: Client, date: string, visit: number, age: number, random: Random): Prescription {
  const hlc = `${client.hlc.slice(0, 14)}${(visit + 1).toString(36).padStart(4, '0')}${client.hlc.slice(18)}`;
  const sph = random.chance(0.72) ? -Math.abs(random.normal(2.4, 1.9)) : Math.abs(random.normal(1.3, 1.1));
  const add = age >= 44 ? within(quarter(0.75 + (age - 44) * 0.075), 0.75, 3) : null;
  const eye = (): Eye => {
    const cyl = random.chance(0.55) ? -within(quarter(Math.abs(random.normal(0.8, 0.7))), 0, 4) + 0 : 0;
    const around = random.chance(0.6) ? 180 : random.chance(0.6) ? 90 : 45;
    const axis = cyl === 0 ? null : ((Math.round(random.normal(around, 12)) + 179) % 180) + 1;
    return { sph: within(quarter(sph + random.normal(0, 0.4)), -14, 8), cyl, axis, add };
  };
  const right = Math.round(random.normal(31.5, 1.6) * 2) / 2;
  const left = right + random.pick([-0.5, 0, 0, 0.5]);
  return {
    _id: `prescription:${hlc}`,
    type: 'prescription',
    schema: 1,
    hlc,
    by: null,
    pos: null,
    client: client._id,
    date,
    od: eye(),
    os: eye(),
    pd: { both: right + left, od: right, os: left },
    doctor: random.pick(DOCTORS),
    stamps: {},
  };
}
