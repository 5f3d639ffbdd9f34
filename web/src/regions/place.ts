// Where a region's machines stand, in the reader's words.
import { country_name } from '../i18n/index.svelte';

interface Place {
  city: string;
  country: string;
}

/** "Ashburn, United States"; a city that is a country is said once. */
export function place_words(place: Place | undefined): string {
  if (!place) return '';
  const country = country_name(place.country);
  const english = new Intl.DisplayNames(['en'], { type: 'region' }).of(place.country);
  return place.city === country || place.city === english ? country : `${place.city}, ${country}`;
}
