import type { NoticeChannel, NoticeKind } from './words.ts';

export type NoticeLanguage = 'ru' | 'en';
/** What a template may speak of. No prescription, no prices but what is still to pay: a telephone lies about open. */
export const NOTICE_VALUES = ['name', 'shop', 'address', 'phone', 'number', 'day', 'balance'] as const;
export type NoticeValues = Readonly<Record<(typeof NOTICE_VALUES)[number], string>>;

interface Text {
  readonly sms: string;
  readonly subject: string;
  readonly email: string;
  /** What to say on the telephone. */
  readonly call: string;
}

/** The texts as delivered; a chain may put its own in their place, with the same placeholders. No links: people are taught not to press on them. */
export const NOTICE_TEMPLATES: Readonly<Record<NoticeLanguage, Readonly<Record<NoticeKind, Text>>>> = {
  ru: {
    ready: {
      sms: '{{shop}}: заказ {{number}} готов, ждём вас.[[ К оплате {{balance}}.]][[ Тел. {{phone}}]]',
      subject: 'Заказ {{number}} готов',
      email:
        'Здравствуйте, {{name}}!\n\nВаш заказ {{number}} готов.[[ К оплате при получении: {{balance}}.]]\nЖдём вас: {{shop}}, {{address}}.[[ Телефон {{phone}}.]]',
      call: '{{name}}: заказ {{number}} готов[[, к оплате {{balance}}]].',
    },
    late: {
      sms: '{{shop}}: заказ {{number}} задерживается, приносим извинения. Сообщим о готовности.[[ Тел. {{phone}}]]',
      subject: 'Заказ {{number}} задерживается',
      email:
        'Здравствуйте, {{name}}!\n\nЗаказ {{number}}, обещанный на {{day}}, задерживается. Приносим извинения и сообщим, когда он будет готов.\n{{shop}}, {{address}}.[[ Телефон {{phone}}.]]',
      call: '{{name}}: заказ {{number}} обещан на {{day}} и задерживается. Извиниться, назвать новый срок.',
    },
    uncollected: {
      sms: '{{shop}}: напоминаем, заказ {{number}} готов и ждёт вас.[[ Тел. {{phone}}]]',
      subject: 'Заказ {{number}} ждёт вас',
      email:
        'Здравствуйте, {{name}}!\n\nНапоминаем: заказ {{number}} готов с {{day}} и ждёт вас.[[ К оплате: {{balance}}.]]\n{{shop}}, {{address}}.[[ Телефон {{phone}}.]]',
      call: '{{name}}: заказ {{number}} готов с {{day}} и не забран[[, к оплате {{balance}}]].',
    },
    recall: {
      sms: '{{shop}}: пора проверить зрение.[[ Запись по тел. {{phone}}]]',
      subject: 'Пора проверить зрение',
      email:
        'Здравствуйте, {{name}}!\n\nПодошёл срок проверки зрения: {{day}}.[[ Запишитесь по телефону {{phone}}.]]\n{{shop}}, {{address}}.',
      call: '{{name}}: срок проверки зрения {{day}}. Предложить запись.',
    },
  },
  en: {
    ready: {
      sms: '{{shop}}: order {{number}} is ready.[[ To pay: {{balance}}.]][[ Tel. {{phone}}]]',
      subject: 'Order {{number}} is ready',
      email:
        'Dear {{name}},\n\nYour order {{number}} is ready.[[ To pay on collection: {{balance}}.]]\n{{shop}}, {{address}}.[[ Telephone {{phone}}.]]',
      call: '{{name}}: order {{number}} is ready[[, {{balance}} to pay]].',
    },
    late: {
      sms: '{{shop}}: order {{number}} is delayed, we are sorry. We will tell you when it is ready.[[ Tel. {{phone}}]]',
      subject: 'Order {{number}} is delayed',
      email:
        'Dear {{name}},\n\nOrder {{number}}, promised for {{day}}, is delayed. We are sorry, and will tell you when it is ready.\n{{shop}}, {{address}}.[[ Telephone {{phone}}.]]',
      call: '{{name}}: order {{number}} was promised for {{day}} and is delayed. Apologise, give a new day.',
    },
    uncollected: {
      sms: '{{shop}}: order {{number}} is ready and waits for you.[[ Tel. {{phone}}]]',
      subject: 'Order {{number}} waits for you',
      email:
        'Dear {{name}},\n\nOrder {{number}} has been ready since {{day}}.[[ To pay: {{balance}}.]]\n{{shop}}, {{address}}.[[ Telephone {{phone}}.]]',
      call: '{{name}}: order {{number}} has been ready since {{day}}[[, {{balance}} to pay]].',
    },
    recall: {
      sms: '{{shop}}: time to have your eyes checked.[[ Tel. {{phone}}]]',
      subject: 'Time for an eye check',
      email: 'Dear {{name}},\n\nYour next eye check is due: {{day}}.[[ Call {{phone}} to book.]]\n{{shop}}, {{address}}.',
      call: '{{name}}: an eye check is due since {{day}}. Offer an appointment.',
    },
  },
};

export interface NoticeText {
  /** Of a letter only. */
  readonly subject: string | null;
  readonly text: string;
}

/** `[[ … {{phone}}.]]` is left out where nothing is put in for a name in it: nothing to pay, no telephone. */
const OPTIONAL = /\[\[(.*?)\]\]/gs;

/** The words to send or to say. Values are put in as they are, once: one that looks like a placeholder stays what it is. */
export function noticeText(
  kind: NoticeKind,
  channel: NoticeChannel,
  values: NoticeValues,
  language: NoticeLanguage,
  templates = NOTICE_TEMPLATES,
): NoticeText {
  const template = templates[language][kind];
  const given = (name: string): string | undefined => (values as Readonly<Record<string, string>>)[name];
  const kept = (text: string): string =>
    text.replace(OPTIONAL, (_, part: string) =>
      [...part.matchAll(/\{\{(\w+)\}\}/g)].some(([, name]) => given(name!) === '') ? '' : part,
    );
  const fill = (text: string): string => kept(text).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => given(name) ?? whole);
  return { subject: channel === 'email' ? fill(template.subject) : null, text: fill(template[channel]) };
}

/** Names in a template that nothing is put in for: an administrator who writes a text is told of them. */
export const unknownPlaceholders = (text: string): string[] =>
  [...text.matchAll(/\{\{([^}]*)\}\}/g)]
    .map(([, name]) => name!)
    .filter((name) => !(NOTICE_VALUES as readonly string[]).includes(name));
