import type { English } from '../keys.ts';
import type { pairing as ru } from '../ru/pairing.ts';

export const pairing: English<typeof ru> = {
  title: 'Connect the till',
  againTitle: 'Connect the device again',
  againText:
    'Enter a new connection code. Receipts and documents on this device are kept and will be sent to the server once it is connected.',
  text: 'Enter the connection code. The administrator gives it under “Devices”.',
  code: 'Connection code',
  till: 'Till number',
  tillHint: 'Needed where there are several tills: for example, POS-002',
  submit: 'Connect',
  demo: 'Connect a training till without a code',
  pairing: 'Connecting…',
  gatewayTitle: 'Code of the register program',
  gatewayText:
    'Till {{till}} is still to be joined to the register program of this computer. The program prints the code at its first start; the administrator can give a new one.',
  gatewayUrl: 'Address of the register program',
  gatewayUrlHint: 'There is usually no need to change it. The register program runs on this same computer.',
  gatewayUrlBad: 'The address begins with http://127.0.0.1 or http://localhost, for example http://127.0.0.1:8000',
  gatewayCode: 'Code',
  gatewaySubmit: 'Join the register',
  gatewayLater: 'Later',
  localPrompt: 'The browser will ask whether the page may reach applications on this computer. Press “Allow”.',
  localDenied:
    'The browser forbade the page to reach this computer. Press the icon to the left of the page’s address, choose “Allow” for “Apps on device” (or “Local network”) and reload the page.',
  localUnknown:
    'If the browser asks for access to applications on this computer, press “Allow”. If it was refused before: the icon to the left of the page’s address, “Local network”, “Allow”, then reload the page.',
  gateway:
    'If the browser asks for access to devices on the local network, allow it: without it there is no link with the register.',
};
