/** What a category tile searches for: words of the catalogue's own categories and names. */
export const categoryQuery = {
  frames: 'оправа',
  lenses: 'линза',
  sunglasses: 'солнцезащитные',
  children: 'оправы детские',
  contacts: 'контактные линзы',
  care: 'уход за линзами',
  cases: 'футляр',
  accessories: 'аксессуары',
  services: 'услуги',
} as const;
