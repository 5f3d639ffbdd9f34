// plurals('fr')(3, { one: '…', other: '…' }): `#` stands for the number.
type Forms = { one: string; other: string; zero?: string };

export function plurals(language: string) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (value: number, forms: Forms): string => {
    if (value === 0 && forms.zero !== undefined) return forms.zero;
    const form = rules.select(value) === 'one' ? forms.one : forms.other;
    return form.replace('#', numbers.format(value));
  };
}
