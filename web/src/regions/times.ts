// How long, how long ago, how soon: seconds count here.
import { language } from '../i18n/index.svelte';

type Unit = 'second' | 'minute' | 'hour' | 'day';
const kSteps: [Unit, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

function step_of(ms: number): [Unit, number] {
  // 90 minutes say more than one hour.
  return kSteps.find(([, size]) => Math.abs(ms) >= 2 * size) ?? ['second', 1_000];
}

/** "0.6 s", "12 s", "3 min", "5 h". */
export function lasted(ms: number): string {
  const [unit, size] = step_of(ms);
  const value = ms > 0 ? Math.max(ms / size, 0.1) : 0;
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'second' && value < 10 ? 1 : 0,
  }).format(value);
}

/** "12 sec. ago". */
export function past(at_ms: number, now_ms: number): string {
  const ms = Math.min(0, at_ms - now_ms);
  const [unit, size] = step_of(ms);
  const format = new Intl.RelativeTimeFormat(language(), { style: 'short' });
  return format.format(Math.round(ms / size), unit);
}

/** A countdown to its second once it is near: "12 days", "3 h 05 min", "02 min 09 s". */
export function left(ms: number): string {
  if (ms >= 2 * 86_400_000) return lasted(ms);
  const s = Math.max(0, Math.ceil(ms / 1_000));
  const parts: [number, Unit][] =
    s >= 3_600
      ? [
          [Math.floor(s / 3_600), 'hour'],
          [Math.floor((s % 3_600) / 60), 'minute'],
        ]
      : [
          [Math.floor(s / 60), 'minute'],
          [s % 60, 'second'],
        ];
  return parts
    .map(([value, unit]) =>
      new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'short' }).format(
        value,
      ),
    )
    .join(' ');
}
