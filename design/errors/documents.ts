import { entry } from './entry.ts';

/** Replication, the server, and the room for data. */
export const documentsErrors = {
  DOCUMENT_WRONG_STORE: entry(
    403,
    'The document belongs to another shop or device.',
    'Документ другой точки или устройства.',
    'Документ сохранён здесь; сообщите администратору.',
  ),
  DOCUMENT_MALFORMED: entry(
    403,
    'The document does not have the shape of its type.',
    'Документ заполнен неверно.',
    'Документ сохранён здесь; сообщите администратору.',
  ),
  DOCUMENT_IMMUTABLE: entry(
    403,
    'A fact cannot be changed or deleted.',
    'Проведённый документ нельзя изменить.',
    'Исправление оформляется новым документом.',
  ),
  DOCUMENT_CONFLICT: entry(
    409,
    'The document changed meanwhile; read it again.',
    'Документ тем временем изменили.',
    'Программа возьмёт новую версию сама.',
  ),
  DOCUMENT_NEWER: entry(
    409,
    'A newer program wrote the document: this one would lose fields of it.',
    'Документ записан более новой версией программы.',
    'Обновите программу на этом устройстве и повторите.',
  ),
  DOCUMENT_NOT_WRITABLE: entry(
    403,
    'Devices do not write documents of this type.',
    'Этот документ меняет только сервер.',
    'Сообщите администратору.',
  ),
  DATABASE_NOT_FOUND: entry(
    404,
    'There is no such database for this device.',
    'На сервере нет такой базы.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  CLOCK_WRONG: entry(
    409,
    'The clock of the device is off: the month of this document is not open.',
    'Неверное время на компьютере.',
    'Исправьте дату и время; данные сохранены.',
  ),
  SERVER_UNREACHABLE: entry(
    503,
    'The sync server does not answer.',
    'Нет связи с сервером.',
    'Продавайте дальше: всё сохранено и уйдёт само.',
  ),
  STORE_UNAVAILABLE: entry(
    503,
    'The document store behind the sync server (CouchDB) does not answer.',
    'Сервер временно не может работать с данными.',
    'Продавайте дальше: всё сохранено и уйдёт само.',
  ),
  STORAGE_FULL: entry(
    507,
    'The browser or disk has no room left.',
    'Заканчивается место на диске.',
    'Позовите администратора: нужно освободить место.',
  ),
  QUARANTINE_FULL: entry(
    507,
    'What a revoked device may hand in (64 MB) is used up.',
    'Сервер больше не принимает данные отключённого устройства.',
    'Не очищайте браузер. Обратитесь к администратору: он примет переданное и освободит место.',
  ),
  CATALOGUE_MISSING: entry(
    503,
    'The catalogue has not arrived yet.',
    'Каталог ещё не загружен.',
    'Дождитесь загрузки: нужна связь с сервером.',
  ),
} as const;
