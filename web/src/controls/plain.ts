// The feed without a profile: the server keeps nothing, so this tab remembers what it had, for as
// long as it is open. Whether it is so is the server's to say; the flag here saves asking first.
const kFlag = 'soleil.plain';
const kHad = 'soleil.had';
const kHadMax = 2000;

export function is_plain(): boolean {
  return localStorage.getItem(kFlag) !== null;
}

export function keep_plain(plain: boolean) {
  if (plain) localStorage.setItem(kFlag, '1');
  else {
    localStorage.removeItem(kFlag);
    sessionStorage.removeItem(kHad);
  }
}

// Video ids, newest first.
export function had(): string[] {
  try {
    const ids = JSON.parse(sessionStorage.getItem(kHad) ?? '[]');
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

export function remember_had(ids: string[]) {
  const all = [...[...ids].reverse(), ...had()];
  try {
    sessionStorage.setItem(kHad, JSON.stringify([...new Set(all)].slice(0, kHadMax)));
  } catch {
    // a full storage: clips may come again
  }
}
