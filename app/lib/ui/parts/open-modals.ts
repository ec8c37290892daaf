/** How many dialogs are open: while one is, the till's hotkeys and the scanner rest. Read at a key press, never drawn. */
export const openModals = { count: 0 };
