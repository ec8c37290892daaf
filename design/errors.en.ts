import type { ErrorCode } from './errors.ts';

/** What happened, in a cashier's words, and the step that leads out. */
export type ErrorTexts = Readonly<Record<ErrorCode, { readonly what: string; readonly next: string }>>;

const say = (what: string, next: string) => ({ what, next });

const RELOAD = 'Reload the page; if it happens again, call the administrator.';
const ADMINISTRATOR = 'Call the administrator.';
const KEPT_HERE = 'The document is kept here; tell the administrator.';
const SAVE_AS_XLSX = 'Open the file in Excel and save it as XLSX.';
const GO_ON = 'Go on selling: everything is kept and will be sent by itself.';

/** English beside the Russian of `errors.ts`; a code without its English does not compile. The app fetches it when English is chosen. */
export const ERRORS_EN: ErrorTexts = {
  // The request itself
  BODY_MALFORMED: say('The program sent a request that was not understood.', RELOAD),
  BODY_INVALID: say('There is a mistake in the data.', 'Check the marked fields and try again.'),
  BODY_TOO_LARGE: say('Too much data at once.', 'Split the data into parts.'),
  HEADERS_TOO_LARGE: say('The program sent a header that is too long.', RELOAD),
  REQUEST_MALFORMED: say('The program sent a request that was not understood.', RELOAD),
  REQUEST_TIMEOUT: say('The request did not arrive whole.', 'The program will try again by itself.'),
  MEDIA_TYPE_UNSUPPORTED: say('The program sent data of an unknown kind.', RELOAD),
  QUERY_INVALID: say('Wrong address or parameter.', 'Go back and try again.'),
  NOT_FOUND: say('Nothing found.', 'Check the number or the address.'),
  METHOD_NOT_ALLOWED: say('This cannot be done here.', RELOAD),
  ROUTE_REPLACED: say(
    'This command is not needed: the catalogue comes to the till by itself.',
    'There is nothing you need to do.',
  ),
  RATE_LIMITED: say('Too many requests in a row.', 'Wait a few seconds, the program will try again by itself.'),
  INTERNAL: say('The program made an error.', 'The data is kept. Call the administrator and give the number of the error.'),

  // Who may
  UNAUTHENTICATED: say(
    'The device is not connected or its key is out of date.',
    'Connect the till again with a code from the administrator; you can go on selling.',
  ),
  FORBIDDEN: say('You do not have the right to do this.', 'Ask somebody who does.'),
  ADMIN_KEY_WRONG: say(
    'The administrator’s key is wrong.',
    'Take it from the file token in the data folder of the register program and type it again.',
  ),
  HOST_NOT_ALLOWED: say('The server’s address is not allowed.', 'Open the program at the address that the administrator gave.'),
  ORIGIN_NOT_ALLOWED: say('This page is not connected to the till.', 'Connect the till in the settings.'),
  DEVICE_REVOKED: say(
    'The administrator switched this device off.',
    'Its data is kept on the server apart from the rest. Ask the administrator.',
  ),
  PAIRING_CODE_INVALID: say('The connection code does not fit.', 'Ask the administrator for a new code.'),
  PIN_WRONG: say('Wrong PIN.', 'Type it again.'),
  PIN_LOCKED: say('Too many wrong tries.', 'Wait and try again, or call the administrator.'),
  PASSWORD_WRONG: say('Wrong password.', 'Type it again.'),
  PASSWORD_WEAK: say('The password is too simple.', 'Choose one of at least 10 characters.'),
  LINK_USED: say('The link has been used already.', 'Sign in with the password.'),

  // The till and its register
  GATEWAY_UNREACHABLE: say(
    'The register program of this computer does not answer.',
    'Check that it is running. The receipt is kept and will not be lost.',
  ),
  WRONG_TILL: say('This register belongs to another till.', 'Choose your own till in the settings.'),
  LOCK_HELD: say('Another window already sells on this till.', 'Go on in that window or close it.'),
  IDEMPOTENCY_KEY_REQUIRED: say('The request has no operation number.', RELOAD),
  IDEMPOTENCY_KEY_INVALID: say('The operation number is wrong.', RELOAD),
  IDEMPOTENCY_KEY_REUSED: say('This operation number belongs to another receipt.', 'Begin a new sale.'),
  REQUEST_IN_PROGRESS: say('The receipt is being printed already.', 'Wait until it is printed.'),
  REGISTER_NOT_CONFIGURED: say('No register is set up.', 'Call the administrator: the register must be named.'),
  DEVICE_FIXED: say(
    'This choice is made where the register program is started.',
    'Change it where the program is started, or take it out there.',
  ),
  DEVICE_SHIFT_OPEN: say('A shift is open on this register.', 'Close the shift (Z report) and choose the register again.'),
  DEVICE_SILENT: say(
    'What was chosen did not answer; the choice was not saved.',
    'Check address, power and cable and test again.',
  ),
  DEVICE_NOT_OFFERED: say('The program does not work with such a device yet.', 'Choose another from the list.'),
  DEVICE_TAKEN: say('Another register program works with this device.', 'Check the address or stop the other program.'),
  REGISTER_UNREACHABLE: say(
    'The register does not answer.',
    'Check its power and cable. The receipt is kept: press “Try again”.',
  ),
  REGISTER_BUSY: say('The register is printing the document before.', 'Wait a few seconds and try again.'),
  REGISTER_REFUSED: say('The register refused the receipt.', 'Put the receipt right or call the administrator.'),
  OUTCOME_UNKNOWN: say(
    'The link with the register broke, the outcome is being found out.',
    'Do not make the receipt anew: the program will ask the register itself. The receipt is in “Unfinished”.',
  ),
  OUTCOME_NEEDS_PERSON: say(
    'The receipt could not be told for certain in the register.',
    'Call a senior: the document must be chosen in “Unfinished”.',
  ),
  PAPER_OUT: say('No paper, the receipt is not registered.', 'Put in a roll and press “Try again”.'),
  COVER_OPEN: say('The cover of the register is open.', 'Close the cover and try again.'),
  DOCUMENT_OPEN: say(
    'Another document is open in the register.',
    'Press “Try again”: the program closes it by itself. If that does not help, finish it at the register itself or call the administrator.',
  ),
  PRINT_INTERRUPTED: say(
    'The register has not finished printing the last document and waits.',
    'Check the paper and press “Continue printing”. The last document is registered, do not make it again.',
  ),
  CUTTER_JAMMED: say(
    'The paper cutter is jammed.',
    'Switch the register off, open the cover, take out the scrap of paper, close it, switch it on and press “Try again”.',
  ),
  REGISTER_FAILURE: say(
    'The register reports a failure.',
    'Switch the register off and on and press “Try again”. If it happens again, sell at another till and call the service.',
  ),
  REGISTER_CLOCK_WRONG: say(
    'The clock of the register is wrong, the receipt is not registered.',
    'Close the shift and call the administrator: the clock of a register is set while its shift is closed only.',
  ),
  REGISTER_PASSWORD: say(
    'The register does not take the program’s password.',
    'Call the administrator: a setting of the register has to be put right.',
  ),
  SHIFT_NOT_OPEN: say('No shift is open.', 'Open a shift.'),
  SHIFT_EXPIRED: say('The shift has been open for more than 24 hours.', 'Take the Z-report and open a new shift.'),
  SHIFT_HAS_UNSETTLED: say('The shift has unfinished receipts.', 'Finish them in “Unfinished” and try again.'),
  SIGNATURE_REQUIRED: say('A senior must decide this and give a reason.', 'Call the shift’s senior or the administrator.'),
  SIGNATURE_ROLE: say('Only an administrator decides this.', ADMINISTRATOR),
  ORDER_UNANSWERED: say(
    'The last action on the shift was never answered.',
    'Open “Shift”: repeat it or drop it, it will not happen twice.',
  ),
  CASH_DIFFERENCE_REASON: say(
    'The cash counted is not what the books say.',
    'Count again; if the difference stays, give its reason.',
  ),
  CASH_SHEET_DIFFERS: say(
    'The notes and coins counted do not add up to the sum.',
    'Count again by notes and coins, or give one sum.',
  ),
  RECEIPT_VOIDED: say('This receipt was voided.', 'Begin a new sale.'),
  RECEIPT_NOT_PARKED: say('The receipt is registered, it cannot be voided.', 'Make a refund.'),
  BUFFER_FULL: say(
    'The till is out of work for now: too many receipts wait to be sent.',
    'Call the administrator. Sales go on as soon as receipts begin to reach the operator.',
  ),
  DRIVE_CHANGED: say('The register holds another fiscal drive.', 'Call the administrator: the change must be confirmed.'),
  DRIVE_REFUSED: say('The fiscal drive refuses to register.', 'Call the administrator: the drive must be checked.'),
  CASH_NOT_ENOUGH: say('There is not enough cash in the drawer.', 'Pay cash in or give the money back another way.'),
  ORIGINAL_UNKNOWN: say('The original receipt is not known on this till.', 'Type FN, FD and FP from the paper receipt.'),
  ORIGINAL_NOT_DELIVERED: say(
    'No refund yet: the original receipt has not reached the operator.',
    'Wait: the program will check by itself. A senior may allow the refund.',
  ),
  ORIGINAL_UNCONFIRMED: say(
    'The receipt is of another till and the server does not answer: nobody can see whether it was delivered or already refunded.',
    'Wait for the connection: the program checks by itself. A supervisor may allow the refund.',
  ),
  CORRECTION_PAIR_WAITS: say(
    'The receipt that cancels the wrong one has to go first.',
    'Send the cancellation from the tray first, then the right receipt.',
  ),
  ORIGINAL_DEAD: say('The operator did not accept the original receipt.', ADMINISTRATOR),
  RECEIPT_CORRECTED: say(
    'A correction has cancelled this receipt.',
    'Open the right receipt that was made instead: it stands in the history beside the cancellation.',
  ),
  CORRECTION_TOO_LATE: say(
    'Something of this receipt was returned, set off or paid off already: it cannot be cancelled whole.',
    'Return the rest as a refund and sell anew. The accountant decides how to correct the past for the tax office.',
  ),
  CORRECTION_MADE: say(
    'This correction has been made already, or waits in the tray.',
    'Do not make it twice. Look at the tray and the receipt history.',
  ),
  REFUND_EXCEEDS_SALE: say('More is being returned than was sold.', 'Check the quantity: some of it was returned before.'),
  REFUND_LINE_DIFFERS: say(
    'A line of the refund is not like the one that was sold: another VAT rate or another method.',
    'Take the lines from the original receipt: an advance is returned as an advance.',
  ),
  REFUND_PAYMENT_DIFFERS: say(
    'Money goes back the way it came.',
    'Return to the card what was paid by card. A senior may allow it otherwise.',
  ),
  OVERRIDE_NOT_ALLOWED: say('You do not have the right to allow this refund.', ADMINISTRATOR),
  KEY_FORBIDDEN: say(
    'This receipt was moved to another till and cannot be made here.',
    'Look for it on that till. For the next customer begin a new sale.',
  ),
  SYNC_RUNNING: say('Receipts are being sent already.', 'Wait until it is done.'),
  OFD_UNREACHABLE: say(
    'The tax data operator does not answer.',
    'Go on selling: receipts are kept and will be sent by themselves.',
  ),
  SHUTTING_DOWN: say(
    'The register program is restarting.',
    'Wait a few seconds and try again: the program will start by itself.',
  ),
  JOURNAL_UNAVAILABLE: say(
    'Data cannot be written to the disk of this computer.',
    'Try again. If that does not help, call the administrator: the disk must be checked.',
  ),
  BACKUP_RUNNING: say('A backup is being made already.', 'Wait a few seconds.'),
  BACKUP_FAILED: say(
    'The backup could not be made.',
    'Check the room on the disk and try again. If that does not help, call the administrator.',
  ),
  MAINTENANCE: say('The till is under maintenance.', 'Wait until the work is done.'),

  // What a receipt must fulfil
  FFD_NO_ITEMS: say('The receipt has no products.', 'Add a product.'),
  FFD_ITEM_AMOUNT: say('The sum of a line is wrong.', 'Check price, quantity and discount.'),
  FFD_TOTAL_ZERO: say('The total of the receipt is zero.', 'Check prices and discounts.'),
  FFD_PAYMENTS_MISMATCH: say('The payment does not match the total.', 'Check the sums paid.'),
  FFD_CASHLESS_EXCEEDS_TOTAL: say('More is paid without cash than the total.', 'Put the sum paid by card right.'),
  FFD_VAT_UNKNOWN: say(
    'The VAT rate is not in force on this date.',
    'Call the administrator: the product’s card must be put right.',
  ),
  FFD_CREDIT_PAYMENT_ALONE: say('Paying off a credit has a receipt of its own.', 'Leave one line in the receipt.'),
  FFD_NAME_TOO_LONG: say('The name of a product is too long.', 'Shorten the name.'),
  FFD_ITEM_COST: say('The cost of a line is not its price times the quantity.', 'Check price, quantity and discount.'),
  FFD_TOTAL_MISMATCH: say(
    'The total is not the sum of the lines.',
    'Begin the receipt anew; if it happens again, call the administrator.',
  ),
  FFD_CASH_EXCEEDS_TOTAL: say(
    'More cash is named than is to be paid.',
    'Change is no part of a receipt: as payment name the sum due, the money received is entered apart.',
  ),
  FFD_TENDERED: say('Less was received than is to be paid in cash.', 'Check how much money the customer gave.'),
  FFD_VAT_SUMS: say(
    'The VAT sums do not match the lines of the receipt.',
    'Begin the receipt anew; if it happens again, call the administrator.',
  ),
  FFD_VAT_METHOD: say(
    'The VAT rate does not go with the settlement method.',
    'An advance or prepayment takes a calculated rate, for example 22/122; goods handed over take a plain one.',
  ),
  FFD_ADVANCE_SUBJECT: say(
    'An advance or the paying off of a credit is a line “Payment”.',
    'Choose “Payment” as the subject of the line.',
  ),
  FFD_PREPAID_METHOD: say('An advance is offset only against a product or a service.', 'Take the advance out or add a product.'),
  FFD_CREDIT_METHOD: say(
    'The sum on credit does not match the settlement method of the lines.',
    'Check which products are given on credit and how much the customer still owes.',
  ),
  FFD_MARK_QUANTITY: say('A marking code belongs to one piece.', 'Split the line: each piece has its own code.'),
  FFD_MARKS_TOO_MANY: say('Too many marking codes in one receipt.', 'Split the purchase into two receipts.'),
  FFD_MARK_REFUSED: say(
    'The marking code did not pass the check.',
    'Scan the code again. If that does not help, put this article aside and call the administrator.',
  ),
  FFD_MARKING_OFF: say(
    'This till is not set up to sell marked goods.',
    'Call the administrator, who switches marking on in the settings of the till.',
  ),
  FFD_CASHIER_NAME: say('The cashier’s name is empty or too long.', 'Call the administrator: the staff card must be put right.'),
  FFD_CASHIER_INN: say(
    'There is a mistake in the cashier’s tax number.',
    'Call the administrator: the tax number must be put right or taken out of the staff card.',
  ),
  FFD_CONTACT: say(
    'There is a mistake in the customer’s e-mail or phone.',
    'Put the address right or take it out: the receipt will be on paper only.',
  ),
  FFD_CORRECTION_BASIS: say('The basis of the correction is wrong.', 'Check the date and the number of the order.'),

  // Replication and the server
  DOCUMENT_WRONG_STORE: say('The document is of another shop or device.', KEPT_HERE),
  DOCUMENT_MALFORMED: say('The document is filled in wrongly.', KEPT_HERE),
  DOCUMENT_IMMUTABLE: say('A posted document cannot be changed.', 'It is put right by a new document.'),
  DOCUMENT_CONFLICT: say('The document was changed meanwhile.', 'The program will take the new version by itself.'),
  DOCUMENT_NEWER: say(
    'The document was written by a newer version of the program.',
    'Update the program on this device and try again.',
  ),
  DOCUMENT_NOT_WRITABLE: say('Only the server changes this document.', 'Tell the administrator.'),
  DATABASE_NOT_FOUND: say('The server has no such database.', RELOAD),
  CLOCK_WRONG: say('The time on this computer is wrong.', 'Put date and time right; the data is kept.'),
  SERVER_UNREACHABLE: say('The server does not answer.', GO_ON),
  STORE_UNAVAILABLE: say('The server cannot work with data for now.', GO_ON),
  STORAGE_FULL: say('The disk is running out of room.', 'Call the administrator: room must be made.'),
  QUARANTINE_FULL: say(
    'The server takes no more data of the device that is switched off.',
    'Do not clear the browser. Ask the administrator, who will take what was handed in and make room.',
  ),
  CATALOGUE_MISSING: say('The catalogue is not loaded yet.', 'Wait for it to load: a link with the server is needed.'),

  // Electronic receipts
  SENDING_ADDRESS_UNKNOWN: say(
    'The receipt did not arrive: there is no such address.',
    'Ask the customer for the address and send it again.',
  ),
  SENDING_REFUSED: say(
    'The receipt did not arrive: the recipient’s mail did not take it.',
    'Send it to another address or print a copy.',
  ),
  SENDING_GAVE_UP: say(
    'The receipt did not arrive: the mail service has not answered for too long.',
    'Send it again later or print a copy.',
  ),
  SENDING_NO_CONTACT: say('The receipt was not sent: the address is erased.', 'If the customer asks, type the address again.'),
  SENDING_NO_RECEIPT: say(
    'The receipt was not sent: the sale was voided before it was made.',
    'There is nothing you need to do.',
  ),
  SENDING_NOT_DUE: say('The message was not sent: it is no longer needed.', 'Nothing needs to be done.'),
  SENDING_LIMIT: say('The receipt was not sent: too many were sent in a row.', 'Try later or print a copy.'),
  CONTACT_INVALID: say('There is a mistake in the e-mail address or the phone.', 'Check it together with the customer.'),

  // Cards and deposits
  CARD_DECLINED: say('The card was declined. Nothing was charged.', 'Offer another card or cash.'),
  CARD_UNKNOWN: say(
    'The terminal did not answer: nobody knows whether the card was charged.',
    'Press “Ask the terminal”. Do not take the card a second time: first we find out about the first payment.',
  ),
  CARD_NOT_TAKEN: say('The card was not charged for this receipt.', 'Take the card or void the receipt.'),
  CARD_REVERSAL_FAILED: say(
    'The terminal did not give the money back to the card.',
    'Try again. If it does not work, leave the receipt among the unfinished ones and call the administrator.',
  ),
  CARD_MONEY_HELD: say(
    'Money was charged to a card for this receipt.',
    'First give the money back to the card, or register the receipt.',
  ),
  DEPOSIT_USED: say('Another receipt has used this prepayment.', 'Search for the prepayment again: you will see what is left.'),
  DEBT_PAID: say(
    'This debt has been paid off already, whole or in part.',
    'Take no money beyond it. Search for the debt again: you will see what is left.',
  ),
  REFUND_MADE: say(
    'This refund has been made already, or waits in the tray.',
    'Hand out no more money. Look at the tray and the receipt history.',
  ),
  // A supplier's file
  IMPORT_FILE_EMPTY: say('The file is empty.', 'Open it yourself: if it is empty there too, ask the supplier for another.'),
  IMPORT_FILE_TOO_LARGE: say(
    'The file is too large: XLSX up to 25 MB, CSV up to 50 MB.',
    'Remove pictures and spare sheets or split the list.',
  ),
  IMPORT_FILE_DAMAGED: say(
    'The file is cut off or damaged.',
    'Download it again; if that does not help, save it as XLSX in Excel.',
  ),
  IMPORT_FILE_UNSAFE: say(
    'The file is built dangerously: far too much data or foreign paths inside.',
    'Do not open it. Ask the supplier for another.',
  ),
  IMPORT_FILE_PASSWORD: say(
    'The file is protected by a password.',
    'Open it in Excel, remove the protection and save it as XLSX.',
  ),
  IMPORT_FILE_XLS: say('This is the old XLS format.', SAVE_AS_XLSX),
  IMPORT_FILE_XLSB: say('This is a binary XLSB workbook.', SAVE_AS_XLSX),
  IMPORT_FILE_MACROS: say('The file has macros (XLSM).', SAVE_AS_XLSX),
  IMPORT_FILE_ODS: say('This is an ODS table.', SAVE_AS_XLSX),
  IMPORT_FILE_HTML: say('This is a web page saved under the name of a table.', SAVE_AS_XLSX),
  IMPORT_FILE_PDF: say('This is a PDF: its table cannot be read.', 'Ask the supplier for XLSX or CSV.'),
  IMPORT_FILE_IMAGE: say('This is a picture.', 'Ask the supplier for XLSX or CSV.'),
  IMPORT_FILE_ARCHIVE: say('This is an archive.', 'Unpack it and upload the XLSX or CSV inside.'),
  IMPORT_FILE_UNKNOWN: say('This is neither XLSX nor CSV.', SAVE_AS_XLSX),
  IMPORT_ENCODING_UNKNOWN: say('The encoding of the text cannot be told.', 'Choose the encoding or save the file as CSV UTF-8.'),
  IMPORT_QUOTE_UNCLOSED: say(
    'A quote is not closed: the rows after it cannot be told apart.',
    'Correct the quote in the row named or save the file as XLSX.',
  ),
  IMPORT_SHEET_MISSING: say('The workbook has no such sheet.', 'Choose one of the sheets of the file.'),
  IMPORT_TOO_MANY_ROWS: say('The file has more than 100,000 rows.', 'Split the list and upload the parts one after another.'),
  IMPORT_TOO_MANY_COLUMNS: say('The file has more than 200 columns.', 'Remove spare columns or check the delimiter.'),
  IMPORT_CELL_TOO_LONG: say(
    'A cell has more than 32,767 characters.',
    'Look at the row named: usually a quote is not closed there.',
  ),
  IMPORT_OUT_OF_MEMORY: say(
    'The file does not fit into the memory set aside.',
    'Remove pictures, formatting and spare sheets or save the list as CSV.',
  ),
  IMPORT_READER_STOPPED: say(
    'Reading the file was interrupted.',
    'Start the check again; if it happens again, give the file to the administrator.',
  ),
  IMPORT_READER_HUNG: say(
    'Reading the file hung and was ended.',
    'Save it in Excel as a new XLSX or CSV and upload it again; if it happens again, give it to the administrator.',
  ),
  IMPORT_CANCELLED: say('The check was stopped.', 'Start it again when it is needed.'),
  IMPORT_GOES_ON: say(
    'The command was stopped, but the import that it began goes on at the server.',
    'Open /admin/import: until it is active it can be stopped there, and taken back afterwards.',
  ),

  // Suppliers' files
  UNSYNC_BUFFERS: say(
    'Registers have receipts that are not sent: new prices cannot come into force at once.',
    'Wait until they are sent, choose a time at night, or confirm with name and reason.',
  ),
  IMPORT_STATE: say('This is no longer possible with this import.', 'Reload the page and look how it stands.'),
  IMPORT_PROFILE_CHANGED: say(
    'Somebody else saved this profile while you edited it.',
    'Your values are below and not saved. Press “Save” once more to write them over the other ones, or open the profile anew.',
  ),
  IMPORT_PROFILE_NAME: say(
    'Another profile has this name.',
    'Give this one another name, or save the changes into that profile.',
  ),
  IMPORT_APPROVER: say(
    'This person may not let this through.',
    'A changed VAT rate is the accountant’s word, the rest a manager’s, an accountant’s or an administrator’s.',
  ),
  IMPORT_NOTHING_RIGHT: say(
    'Nothing to import: every row is in error.',
    'The catalogue stays as it is. Check the columns, or send the findings to the supplier and load the mended file.',
  ),
  IMPORT_TIME_PAST: say('The time of activation has gone by.', 'Choose a time to come, or activate it now.'),
  IMPORT_FILE_GONE: say('The file is no longer kept: 30 days have gone by.', 'Upload the file again.'),
  IMPORT_CHECK_FAILED: say('The check of the file broke off.', 'Check it again; if it breaks off again, call the administrator.'),
  IMPORT_NOT_WRITTEN: say(
    'The catalogue cannot be written now: the disk of the server is full or broken. The registers keep the prices of before.',
    'Make room on the disk of the server: the import goes on by itself.',
  ),
  IMPORT_PIECE_DAMAGED: say(
    'A part of the prepared changes was damaged on the disk of the server. The catalogue is as it was.',
    'Upload the file again; if it happens again, look at the disk of the server.',
  ),
  IMPORT_NO_ROOM: say(
    'There is no room for the file on the server.',
    'Make room on its disk, or wait: files older than 30 days go by themselves.',
  ),
  IMPORT_QUEUE_FULL: say('Too many imports wait for their turn.', 'Wait until those that have begun are done.'),
  IMPORT_ARGUMENTS: say('The command is not written right.', 'See npm run import -- --help.'),
  IMPORT_FILE_MISSING: say('There is no such file.', 'Check the name and the folder.'),
  SIGN_IN: say(
    'The administrator’s password is needed.',
    'A session lasts eight hours and ends when the server is restarted. After signing in you come back to this page.',
  ),
  FORM_KEPT: say('Not sent: you are no longer signed in.', 'Nothing is lost: sign in and press “Send again”.'),
  FORM_NOT_SENT: say(
    'Not sent: you are no longer signed in.',
    'Nothing has changed. Sign in: the same page opens, fill it in and send it again.',
  ),
  IMPORT_NEEDS_SERVER: say(
    'Importing into the catalogue needs the running server.',
    'Start it (npm start or npm run sync-server); without it, --dry-run without --profile checks a file.',
  ),
};
