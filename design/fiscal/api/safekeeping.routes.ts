import { backupAnswer, backupList } from '../wire-safekeeping.ts';
import { route } from './route.ts';

/** Copies of the journal (requirements H-51, H-52). */
export const safekeepingApi = {
  backups: route({
    method: 'GET',
    path: '/v1/backup',
    access: ['monitor'],
    tag: 'Обслуживание',
    summary: 'Резервные копии журнала на этом компьютере, новые сверху',
    answers: { 200: backupList },
    example: {},
  }),
  makeBackup: route({
    method: 'POST',
    path: '/v1/backup',
    access: [],
    tag: 'Обслуживание',
    summary: 'Делает и проверяет резервную копию журнала сейчас; продажи не ждут',
    answers: { 201: backupAnswer },
    example: {},
  }),
} as const;
