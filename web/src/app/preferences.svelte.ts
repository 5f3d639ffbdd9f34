// What a person chose on this device. Kept in localStorage; nothing of it is sent anywhere.
export type Scheme = 'system' | 'light' | 'dark';

interface Choices {
  scheme: Scheme;
  sound: boolean; // false until the first tap: browsers and neighbours ask for it
  captions: boolean;
  caption_language: string; // '': the reader's
  shortcuts: boolean; // single-key shortcuts (WCAG 2.1.4)
  break_min: number; // a break card after this many minutes of watching; 0: none
  height_max: number; // best rung to play; 0: whatever suits the screen and the network
}

const kStored = 'soleil.preferences';
const defaults: Choices = {
  scheme: 'system',
  sound: false,
  captions: false,
  caption_language: '',
  shortcuts: true,
  break_min: 20,
  height_max: 0,
};

function stored(): Choices {
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(kStored) ?? '{}') };
  } catch {
    return { ...defaults };
  }
}

export const preferences: Choices = $state(stored());

export function choose<K extends keyof Choices>(name: K, value: Choices[K]) {
  preferences[name] = value;
  localStorage.setItem(kStored, JSON.stringify(preferences));
  if (name === 'scheme') apply_scheme();
}

export function apply_scheme() {
  document.documentElement.dataset.scheme = preferences.scheme;
}
