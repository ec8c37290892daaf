import type { ContactFindingCode } from './contact-power.ts';
import type { LensFindingCode } from './lens-findings.ts';

/** What findings about lenses say in Russian, `{{…}}` from their values (`findingText`); the eye is shown by place. English beside it. */
export const LENS_FINDING_TEXTS: Readonly<Record<LensFindingCode | ContactFindingCode, string>> = {
  NOT_MADE: 'Таких диоптрий у этой линзы нет',
  ADD_MISSING: 'Для этой линзы нужна аддидация',
  ADD_NOT_MADE: 'Такой аддидации у этой линзы нет',
  PRISM_NOT_MADE: 'Призма {{prism}} не делается: у этой линзы до {{most}}',
  PRISM_NOT_STATED: 'В каталоге не сказано, делается ли призма. Уточните у поставщика',
  OPTION_UNKNOWN: 'У этой линзы нет варианта «{{option}}»',
  OPTION_EXCLUDED: '«{{option}}» не сочетается с «{{other}}»',
  OPTION_REQUIRES: '«{{option}}» делается только вместе с «{{other}}»',
  LENSES_DIFFER: 'Линзы разные: OD {{right}}, OS {{left}}',
  OPTIONS_DIFFER: 'Покрытия или окраска линз различаются: {{options}}',
  PD_MISSING: 'Нет межзрачкового расстояния',
  PD_DERIVED: 'Расстояние этого глаза не измерено, взято из общего: {{mm}} мм',
  BLANK_TOO_SMALL: 'Заготовка {{mm}} мм мала: нужно не меньше {{least}} мм',
  BLANK_MAYBE_TOO_SMALL: 'Заготовки {{mm}} мм может не хватить: нужно от {{least}} до {{most}} мм',
  ED_UNKNOWN: 'Эффективный диаметр оправы неизвестен, размер заготовки оценён',
  DECENTRATION_LARGE: 'Большая децентрация: {{mm}} мм',
  DECENTRATION_OUTWARD: 'Оправа узка: зрачок на {{mm}} мм снаружи от центра проёма',
  HEIGHT_MISSING: 'Нет установочной высоты',
  HEIGHT_TOO_LOW: 'Высота {{mm}} мм мала: этой линзе нужно от {{least}} мм',
  HEIGHT_OUTSIDE: 'Высота {{mm}} мм выходит за проём ({{b}} мм)',
  BOX_TOO_LOW: 'Проём {{b}} мм низок: этой линзе нужно больше {{least}} мм',
  POWER_FAR: 'Таких диоптрий у этой линзы нет',
  CYLINDER_LEFT: 'Астигматизм 0,75 дптр или больше останется без коррекции',
};
