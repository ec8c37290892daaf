/** Which dialog about trouble is open: the bar, the corner and screens open it, the shell draws it. */
class Notices {
  shown = $state<'list' | 'call' | null>(null);
}
export const notices = new Notices();
