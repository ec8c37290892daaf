import type { ImportJob } from '../../design/import/job.ts';
import type { UndoSums } from '../import/undo.ts';
import type { Signer } from '../people/signatures.ts';
import { html, type Html } from './html.ts';
import { countsPart, jobSteps } from './import.check.page.ts';
import type { Typed } from './import.forms.ts';
import { leftPart, stoodPart, type Names } from './import.left.part.ts';
import { jobAddress, onceField } from './import.parts.ts';
import { whoPart } from './import.sign.part.ts';

export interface UndoView {
  readonly job: ImportJob;
  /** What would come of it now. */
  readonly sums: UndoSums;
  readonly names: Names;
  /** Who may take it back. */
  readonly signers: readonly Signer[];
  readonly typed: Typed;
  readonly once: string;
}

/** What the way back does before anybody takes it: what returns, and what stays as it is, by name. */
export function undoPage({ job, sums, names, signers, typed, once }: UndoView, said: Html | null): Html {
  const { restored, left, leftNamed, kept } = sums;
  return html`${jobSteps(6, job)}${said}
    <h2>Вернуть как было: ${job.number}</h2>
    <p><b>${job.file.name}</b>${job.supplier === '' ? '' : `, ${job.supplier}`}</p>
    ${countsPart([
      ['вернутся как было', restored, 'good'],
      ['останется изменённым с тех пор', left, 'warn'],
      ...(kept.count > 0 ? ([['останутся в продаже', kept.count, 'warn']] as const) : []),
    ])}
    <p>
      Прежние цены и названия вернутся на все кассы, заведённые товары уйдут в архив. Мы покажем, что успели продать по новым
      ценам. Вернуть второй раз нельзя.
    </p>
    ${stoodPart(
      'Не уйдут в архив, останутся в продаже',
      'В архиве касса не найдёт то, что лежит на полке. У заведённых файлом цена останется теперешней. Ненужное уберите в архив на карточке.',
      kept,
      names,
    )}
    ${leftPart(left, leftNamed, names)}
    <form class="row" method="post" action="${jobAddress(job._id)}/undo">
      ${onceField(once)} ${whoPart('Кто возвращает', signers, typed)}
      <button class="danger">Вернуть всё как было</button>
    </form>
    <div class="acts"><a class="button" href="${jobAddress(job._id)}">Оставить как есть</a></div>`;
}
