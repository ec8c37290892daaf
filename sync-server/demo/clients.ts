import type { Client } from '../../design/documents/people.ts';
import type { ContactLensPrescription, Prescription } from '../../design/documents/prescription.ts';
import { DAY } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { localDate } from '../../design/time/local-time.ts';
import { addDays } from '../../design/workshop/calendar.ts';
import { prescriptionsOf, type Signer } from './prescriptions.ts';
import type { Random } from './random.ts';
import { DEMO_TIME_ZONE } from './shops.ts';

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
const TAGS = ['постоянный клиент', 'контактные линзы', 'прогрессивные', 'пенсионер', 'рядом работает'];

export interface ClientsOptions {
  readonly store: string;
  /** Device number in the stamps. */
  readonly device: number;
  readonly count: number;
  /** Instant of the newest card, epoch ms; older ones lie days before. */
  readonly born: number;
  /** From which the days of prescriptions and recalls are counted, epoch ms. */
  readonly today: number;
  readonly signers: readonly Signer[];
}

/** Clients of a shop, some of them of one family, with their prescriptions over the years. */
export function clientDocuments({ store, device, count, born, today, signers }: ClientsOptions, random: Random) {
  const clients: Client[] = [];
  const prescriptions: (Prescription | ContactLensPrescription)[] = [];
  for (let i = 0; i < count; i++) {
    const wall = born - (count - i) * DAY;
    const hlc = formatHlc({ wall, counter: 0, device });
    const woman = random.chance(0.62);
    // On the day of the load, whichever it is: nobody's sight, nor the next one's name, turns on somebody's birthday.
    const age = Math.round(Math.min(84, Math.max(9, random.normal(46, 17))));
    const family = random.pick(FAMILIES) + (woman ? 'а' : '');
    const given = random.pick(woman ? WOMEN : MEN);
    const father = random.pick(FATHERS) + (woman ? 'на' : 'ич');
    const birth = localDate(today - age * YEAR - (((i * 61) % 360) + 2) * DAY, DEMO_TIME_ZONE);
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
      ...known(clients, wall, today, random),
    };
    clients.push(client);
    prescriptions.push(...prescriptionsOf(client, age, today, signers, random));
  }
  return { clients, prescriptions };
}

const YEAR = 365.25 * DAY;
const dayAfter = (instant: number, days: number): string => addDays(localDate(instant, DEMO_TIME_ZONE), days);

/** What a shop comes to know of some: who may be written to, whom to ask in again (some of them due), who belongs to whom. */
function known(before: readonly Client[], wall: number, today: number, random: Random): Partial<Client> {
  const relative = before.length > 0 && random.chance(0.15) ? before.at(-1)! : null;
  const why = random.pick(['проверка зрения', 'подбор контактных линз', 'контроль прогрессивных линз']);
  return {
    ...(random.chance(0.5) ? { consentMessages: { at: wall, kind: 'electronic' } } : {}),
    ...(random.chance(0.7) ? { consentHealth: { at: wall, kind: 'paper' } } : {}),
    ...(random.chance(0.3) ? { tags: [random.pick(TAGS)] } : {}),
    ...(random.chance(0.3) ? { recall: { on: dayAfter(today, random.int(-20, 120)), why } } : {}),
    ...(relative === null ? {} : { family: [{ client: relative._id, tie: 'relative' }] }),
  };
}
