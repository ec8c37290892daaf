import type { ShopPrice } from '../../design/documents/catalogue.ts';
import { isOvertaken } from '../../design/import/job.ts';
import { formatRoubles, type Kopecks } from '../../design/money/kopecks.ts';
import type { PlannedJob } from '../import/planned-prices.ts';
import { html, type Html } from './html.ts';
import { jobAddress, timeText } from './import.parts.ts';

/** A common price that a price list or an edit of many is to set at its time. */
export interface Plan {
  readonly job: PlannedJob['job'];
  readonly sku: string;
  readonly price: Kopecks;
  /** Epoch ms. */
  readonly from: number;
  /** Somebody has changed the price since: it will not come. */
  readonly isOvertaken: boolean;
}

/** Of one article; `now`: its common price. The next one first. */
export function plansOf(planned: readonly PlannedJob[], sku: string, now: Kopecks | null): Plan[] {
  const plans = planned.flatMap(({ job, prices }): Plan[] => {
    const plan = prices.get(sku);
    return plan === undefined || job.due === null
      ? []
      : [{ job, sku, price: plan.price, from: job.due, isOvertaken: isOvertaken(plan, now) }];
  });
  return plans.sort((a, b) => a.from - b.from);
}

/** Has a job sent this price ahead? Then it is called off with the job, not in a shop's list. */
export const sentBy = (planned: readonly PlannedJob[], { sku, price, from }: ShopPrice): PlannedJob['job'] | null =>
  planned.find(({ job, prices }) => job.due === from && prices.get(sku)?.price === price)?.job ?? null;

export const jobLink = ({ _id, number, source }: PlannedJob['job']): Html =>
  html`<a href="${jobAddress(_id)}">${source === 'bulk' ? 'правка' : 'прайс'} ${number}</a>`;

/** What no longer is to become of the common price, since somebody has changed it. */
export const lostPlans = (plans: readonly Plan[], timeZone: string): Html[] =>
  plans
    .filter((plan) => plan.isOvertaken)
    .map(
      ({ job, price, from }) =>
        html`<p class="warn" role="status">
          Назначенная цена ${formatRoubles(price)} с ${timeText(from, timeZone)} (${jobLink(job)}) не включится: цену с тех пор
          изменили. Действует теперешняя; если нужна назначенная, впишите её или верните прежнюю.
        </p>`,
    );

/** What is to become of it. */
export const comingPlans = (plans: readonly Plan[], timeZone: string): Html[] =>
  plans
    .filter((plan) => !plan.isOvertaken)
    .map(
      ({ job, price, from }) =>
        html`<p>С ${timeText(from, timeZone)} общая цена станет ${formatRoubles(price)} (${jobLink(job)}).</p>`,
    );
