// The languages offered first.
export const kSpoken = [
  'fr',
  'en',
  'es',
  'de',
  'it',
  'pt',
  'nl',
  'pl',
  'ar',
  'uk',
  'tr',
  'zh',
  'ja',
];
