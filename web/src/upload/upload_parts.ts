// Between what the server knows of an upload and what this device keeps of it.
import type { Upload } from '../api/types';
import { empty_caption, type Caption } from './caption';
import type { Draft, Refusal } from './drafts';

/** What the same file will meet again, whenever it is sent. */
const kForGood = new Set([
  'not_a_video',
  'undecodable',
  'empty_file',
  'file_too_large',
  'too_long',
  'costs_too_much',
]);
export const is_for_good = ({ reason }: Refusal): boolean => kForGood.has(reason);

export type HandleWithPermission = FileSystemFileHandle & {
  queryPermission?(query: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(query: { mode: 'read' }): Promise<PermissionState>;
};

/** The remembered file, when the browser lets us read it without asking. */
export async function opened_file(
  kept: FileSystemFileHandle,
  size: number,
): Promise<File | undefined> {
  const handle = kept as HandleWithPermission;
  if ((await handle.queryPermission?.({ mode: 'read' })) !== 'granted') return undefined;
  const file = await handle.getFile().catch(() => undefined);
  return file?.size === size ? file : undefined;
}

/** Private until "Publish" is pressed: nothing goes out by itself. */
export function metadata_of({
  draft,
  caption,
}: {
  draft: Draft;
  caption: Caption;
}): Record<string, string> {
  return {
    filename: draft.filename,
    title: caption.title,
    tags: caption.tags.join(','),
    language: caption.language,
    visibility: 'private',
    allow_duet: caption.allow_duet ? '1' : '0',
    allow_stitch: caption.allow_stitch ? '1' : '0',
    allow_sound: caption.allow_sound ? '1' : '0',
  };
}

export function draft_of(upload: Upload, account_id: string, language: string): Draft {
  return {
    id: upload.id,
    account_id,
    filename: upload.filename,
    size: upload.length,
    type: '',
    modified_ms: 0,
    created_ms: Date.now(),
    caption: { ...empty_caption(language), title: upload.title },
    publish: false,
    sent: false,
    paused: false,
    video_id: upload.video_id,
  };
}
