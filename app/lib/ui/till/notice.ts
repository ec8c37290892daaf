/** The one line of reserved room under the search field. */
export interface Notice {
  readonly text: string;
  readonly tone: 'quiet' | 'warn';
}
