// The network's last measured speed, so that the first clip of a visit starts at the right rung.
const kStored = 'soleil.bandwidth_bps';
const kFirstGuess_bps = 3_000_000;

export function saved_bandwidth_bps(): number {
  const saved = Number(localStorage.getItem(kStored));
  return saved > 50_000 && saved < 1e9 ? saved : kFirstGuess_bps;
}

export function save_bandwidth_bps(measured: number) {
  if (Number.isFinite(measured) && measured > 0)
    localStorage.setItem(kStored, String(Math.round(measured)));
}
