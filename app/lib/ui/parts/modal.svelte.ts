/** How many dialogs are open: while one is, the till's hotkeys and the scanner rest. */
class OpenModals {
  count = $state(0);
}
export const openModals = new OpenModals();
