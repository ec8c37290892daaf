export const product = {
  size: '{{a}}-{{dbl}}-{{temple}}',
  index: 'индекс {{index}}',
  sph: 'sph {{min}}…{{max}}',
  bc: 'BC {{bc}}',
  dia: 'DIA {{dia}}',
  pack: 'упаковка {{pack}}',
} as const;
