import {
  maintenanceAnswer,
  maintenanceEndRequest,
  maintenanceRequest,
  powerAnswer,
  powerRequest,
  printContinued,
  stopAnswer,
} from '../wire-care.ts';
import { route } from './route.ts';

const admin = { access: [], tag: 'Обслуживание' } as const;

/** Work on the till and its PC (requirements A-70, B-49, B-92, H-60). */
export const careApi = {
  maintenance: route({
    method: 'GET',
    path: '/v1/pos/maintenance',
    access: ['till', 'monitor'],
    tag: 'Обслуживание',
    summary: 'Идёт ли обслуживание; можно ли остановить шлюз сейчас; что было раньше',
    answers: { 200: maintenanceAnswer },
    example: {},
  }),
  beginMaintenance: route({
    ...admin,
    method: 'POST',
    path: '/v1/pos/maintenance',
    summary: 'Начинает обслуживание или меняет его срок: новые чеки ждут, начатое доводится до конца',
    body: maintenanceRequest,
    answers: { 200: maintenanceAnswer },
    example: { body: { reason: 'Замена фискального накопителя', estimated_duration_minutes: 45, by: 'staff:5' } },
  }),
  endMaintenance: route({
    ...admin,
    method: 'DELETE',
    path: '/v1/pos/maintenance',
    summary: 'Завершает обслуживание; само оно не кончается',
    body: maintenanceEndRequest,
    answers: { 200: maintenanceAnswer },
    example: { body: { by: 'staff:5' } },
  }),
  continuePrint: route({
    method: 'POST',
    path: '/v1/kkt/print/continue',
    access: ['till'],
    tag: 'Касса',
    summary: 'Допечатывает прерванный документ после новой бумаги; ничего не регистрирует',
    answers: { 200: printContinued },
    example: {},
  }),
  power: route({
    // The end of a battery stops the till: no watching token may say that.
    ...admin,
    method: 'POST',
    path: '/v1/power',
    summary: 'Слово источника бесперебойного питания: сеть или батарея',
    body: powerRequest,
    answers: { 200: powerAnswer },
    example: { body: { state: 'line', minutes_left: null } },
  }),
  stop: route({
    ...admin,
    method: 'POST',
    path: '/v1/stop',
    summary: 'Останавливает шлюз: чек у аппарата доводится до конца, журнал записан (там, где нет сигналов)',
    answers: { 202: stopAnswer },
    example: {},
  }),
} as const;
