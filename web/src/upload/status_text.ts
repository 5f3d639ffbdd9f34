// Where an upload stands, in a sentence.
import type { Video } from '../api/types';
import { refusal_text } from '../i18n/error_text';
import { t, bytes, language } from '../i18n/index.svelte';
import type { UploadItem } from './upload_item.svelte';

const kRungs = [1080, 720, 540, 360];

export function percent(share: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent' }).format(
    Math.floor(share * 100) / 100,
  );
}

/** The best rung this video can have: never more than its own short side. */
export function best_rung(video: Video): number {
  const short_side = Math.min(video.width, video.height);
  return kRungs.find((rung) => rung <= short_side) ?? short_side;
}

export function rungs_text(video: Video): string {
  const now = `${video.media?.best_height ?? 360}p`;
  const best = `${best_rung(video)}p`;
  if (video.progress < 100 && best !== now) return t.upload.published_now(now, best);
  return t.upload.published_best(now);
}

function left_text(seconds: number): string {
  if (seconds < 60) return t.upload.left_s(Math.max(1, Math.round(seconds)));
  if (seconds < 5400) return t.upload.left_min(Math.round(seconds / 60));
  return t.upload.left_h(Math.round(seconds / 3600));
}

function sending_text(item: UploadItem): string {
  if (item.bytes_sent === 0) return t.upload.starting;
  const parts = [t.upload.sending(percent(item.fraction))];
  if (item.bytes_per_second > 0) parts.push(t.upload.speed(bytes(item.bytes_per_second)));
  if (item.seconds_left !== undefined) parts.push(left_text(item.seconds_left));
  return parts.join(' · ');
}

function published_text(item: UploadItem, video: Video): string {
  if (!item.published) return t.upload.ready;
  if (video.visibility === 'private') return t.upload.published_private;
  if (video.visibility === 'link') return t.upload.published_link;
  return rungs_text(video);
}

function sent_text(item: UploadItem): string {
  const video = item.video;
  if (!video || video.state === 'uploading') return t.upload.processing_soon;
  if (video.state === 'processing' && video.progress === 0) return t.upload.processing_turn;
  if (video.state === 'processing') return t.upload.processing(percent(video.progress / 100));
  if (video.state === 'refused') return refusal_text(video.refused);
  return published_text(item, video);
}

export function status_text(item: UploadItem): string {
  switch (item.state) {
    case 'elsewhere':
      return t.upload.elsewhere;
    case 'needs_file':
      return item.handle ? t.upload.needs_click : t.upload.needs_file;
    case 'queued':
      return t.upload.queued;
    case 'sending':
      return sending_text(item);
    case 'paused':
      return t.upload.paused;
    case 'waiting':
      return t.upload.waiting;
    case 'sign_in':
      return t.upload.sign_in_again;
    case 'refused':
      return refusal_text(item.refused);
    case 'sent':
      return sent_text(item);
  }
}
