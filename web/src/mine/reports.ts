// What became of what I reported, and since when this device has not looked.
import { call } from '../api/client';
import type { Answer } from '../api/types';

export type ReportAnswer = Answer<'get', '/api/v1/me/reports'>['reports'][number];
const kSeen = 'soleil.reports_seen';

export async function my_reports(): Promise<ReportAnswer[]> {
  return (await call('get', '/api/v1/me/reports')).reports;
}

/** Decided since they were last looked at here. */
export function unseen_among(reports: ReportAnswer[]): ReportAnswer[] {
  const seen_ms = Number(localStorage.getItem(kSeen)) || 0;
  return reports.filter(({ decided_ms }) => (decided_ms ?? 0) > seen_ms);
}

export function see(reports: ReportAnswer[]) {
  const last_ms = Math.max(0, ...reports.map(({ decided_ms }) => decided_ms ?? 0));
  if (last_ms) localStorage.setItem(kSeen, String(last_ms));
}
