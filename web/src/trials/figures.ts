// Figures of the console's experiments, as people read them.
import { language } from '../i18n/index.svelte';

const kSeconds = ['watch_s_page', 'watch_s_session'];

function number(value: number, style: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(language(), style).format(value);
}

// A metric's value: a share as per cent, seconds as they are; a difference with its sign.
export function figure(metric: string, value: number, signed = false): string {
  const sign = signed ? ({ signDisplay: 'exceptZero' } as const) : {};
  if (kSeconds.includes(metric)) return number(value, { maximumFractionDigits: 1, ...sign });
  return number(value, { style: 'percent', maximumFractionDigits: 1, ...sign });
}

export function share(value: number): string {
  return number(value, { style: 'percent', maximumFractionDigits: 1 });
}

export function p_text(p: number): string {
  return p < 0.001 ? `< ${number(0.001, {})}` : `= ${number(p, { maximumFractionDigits: 3 })}`;
}
