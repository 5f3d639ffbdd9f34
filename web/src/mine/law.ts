// The law on personal data of the country where somebody lives, by the name it has there. Where we
// know none, nothing is claimed.
const kUnion =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO'.split(
    ' ',
  );

const kLaws: Record<string, { en: string; fr: string }> = {
  GB: { en: 'UK GDPR and Data Protection Act 2018', fr: 'UK GDPR et Data Protection Act 2018' },
  CH: {
    en: 'Federal Act on Data Protection (FADP)',
    fr: 'Loi fédérale sur la protection des données (LPD)',
  },
  US: {
    en: 'The law of your state (in California: CCPA)',
    fr: 'La loi de votre État (en Californie : CCPA)',
  },
  CA: { en: 'PIPEDA; in Quebec, Law 25', fr: 'LPRPDE ; au Québec, la loi 25' },
  AU: { en: 'Privacy Act 1988', fr: 'Privacy Act 1988' },
  NZ: { en: 'Privacy Act 2020', fr: 'Privacy Act 2020' },
  SG: {
    en: 'Personal Data Protection Act 2012 (PDPA)',
    fr: 'Personal Data Protection Act 2012 (PDPA)',
  },
  JP: {
    en: 'Act on the Protection of Personal Information (APPI)',
    fr: 'Loi sur la protection des informations personnelles (APPI)',
  },
  KR: {
    en: 'Personal Information Protection Act (PIPA)',
    fr: 'Loi sur la protection des informations personnelles (PIPA)',
  },
  BR: { en: 'Lei Geral de Proteção de Dados (LGPD)', fr: 'Lei Geral de Proteção de Dados (LGPD)' },
  IN: {
    en: 'Digital Personal Data Protection Act 2023',
    fr: 'Digital Personal Data Protection Act 2023',
  },
  ZA: {
    en: 'Protection of Personal Information Act (POPIA)',
    fr: 'Protection of Personal Information Act (POPIA)',
  },
};

export function law_of(country: string, language: 'en' | 'fr'): string | undefined {
  if (kUnion.includes(country))
    return language === 'fr'
      ? 'Règlement général sur la protection des données (RGPD)'
      : 'General Data Protection Regulation (GDPR)';
  return kLaws[country]?.[language];
}
