import { devicesAnswer, devicesChoice, devicesSave, devicesTested } from '../wire-devices.ts';
import { route } from './route.ts';

const ofd = 'http://127.0.0.1:9000';

/** Which register and operator this gateway works with (requirements A-95). */
export const choiceApi = {
  devices: route({
    method: 'GET',
    path: '/v1/kkt/devices',
    access: ['till', 'monitor'],
    tag: 'Состояние',
    summary: 'С каким аппаратом и оператором работает шлюз, кто это выбрал и что ещё можно выбрать',
    answers: { 200: devicesAnswer },
    example: {},
  }),
  testDevices: route({
    method: 'POST',
    path: '/v1/kkt/devices/test',
    access: [],
    tag: 'Состояние',
    summary: 'Отвечают ли аппарат и оператор по этим адресам; ничего не регистрирует и не сохраняет',
    body: devicesChoice,
    answers: { 200: devicesTested },
    example: { body: { ofd } },
  }),
  saveDevices: route({
    method: 'PUT',
    path: '/v1/kkt/devices',
    access: [],
    tag: 'Состояние',
    summary: 'Сохраняет выбор, если он отвечает; вступает в силу после перезапуска шлюза',
    body: devicesSave,
    answers: { 200: devicesAnswer },
    example: { body: { ofd, by: 'staff:5' } },
  }),
} as const;
