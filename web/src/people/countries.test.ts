import { expect, test } from 'vitest';
import { countries_in, home_of } from './countries';

test('countries are named in the reader’s language, in its order', () => {
  const french = countries_in('fr').map((country) => country.name);
  expect(french).toContain('Allemagne');
  expect(french.indexOf('Égypte')).toBeLessThan(french.indexOf('Finlande'));
  expect(countries_in('en')).toHaveLength(249);
});

test('a country has one home, or that of all others, or none', () => {
  const us = { id: 'virginia', countries: ['US', 'CA'], others: false };
  const all = { id: 'singapore', countries: [], others: true };
  expect(home_of({ regions: [all, us] }, 'CA')?.id).toBe('virginia');
  expect(home_of({ regions: [us, all] }, 'JP')?.id).toBe('singapore');
  expect(home_of({ regions: [us] }, 'JP')).toBeUndefined();
});
