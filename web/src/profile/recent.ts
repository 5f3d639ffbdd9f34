// Searches made on this device. They stay on it.
const kStored = 'soleil.searches';
const kMax = 8;

export function recent_searches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(kStored) ?? '[]');
    return Array.isArray(kept)
      ? kept.filter((text) => typeof text === 'string').slice(0, kMax)
      : [];
  } catch {
    return [];
  }
}

function keep(texts: string[]): string[] {
  localStorage.setItem(kStored, JSON.stringify(texts.slice(0, kMax)));
  return texts.slice(0, kMax);
}

export function remember_search(text: string): string[] {
  const wanted = text.trim();
  return keep([wanted, ...recent_searches().filter((other) => other !== wanted)]);
}

export function forget_search(text: string): string[] {
  return keep(recent_searches().filter((other) => other !== text));
}

export function forget_searches(): string[] {
  return keep([]);
}
