import type { ClockTrust } from '../../design/time/steady-clock.ts';
import { html, type Html } from './html.ts';

/** The clock of the machine on which the server runs, and whether the server goes by it. */
export interface ServerClock {
  trust(): ClockTrust;
  wall(): number;
  now(): number;
  believe(): void;
}

const moment = (time: number): string =>
  new Intl.DateTimeFormat('ru-RU', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(time);

/** For the page that an administrator sees first, while the machine's clock is not believed. */
export function clockPart(clock: ServerClock | null): Html | null {
  if (clock === null || clock.trust() === 'right') return null;
  return html`<section class="notice" role="alert">
    <p>
      <strong>! Часы компьютера сервера показывают ${moment(clock.wall())} (UTC)</strong>, и сервер им не верит: он идёт по своему
      счёту, сейчас ${moment(clock.now())} (UTC). Кассы продают; цены и ставки, назначенные на будущее, не начнутся раньше
      времени.
    </p>
    <p>
      Поправьте часы этого компьютера (служба времени, батарейка): сервер поверит им сам. Если они верны, а сервер долго был
      выключен, скажите об этом:
    </p>
    <form method="post" action="/admin/clock"><button>Часы компьютера верны</button></form>
  </section>`;
}
