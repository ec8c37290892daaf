export const category = {
  frames: 'Оправы',
  lenses: 'Линзы',
  sunglasses: 'Солнцезащитные',
  children: 'Детские оправы',
  contacts: 'Контактные линзы',
  care: 'Растворы и уход',
  cases: 'Футляры',
  accessories: 'Аксессуары',
  services: 'Услуги',
} as const;
