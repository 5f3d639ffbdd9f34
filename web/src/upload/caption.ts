// What a person writes about a video while it is being sent.
import type { Video } from '../api/types';

export type Visibility = Video['visibility'];

export type Caption = {
  title: string;
  tags: string[];
  language: string;
  visibility: Visibility;
  allow_duet: boolean;
  allow_stitch: boolean;
  allow_sound: boolean;
  cover_ms?: number; // -1 or none: the server chooses
};

export const kTitleMax = 150;
export const kTagMax = 40;
export const kTagsMax = 12;

export function empty_caption(language: string): Caption {
  return {
    title: '',
    tags: [],
    language,
    visibility: 'public',
    allow_duet: true,
    allow_stitch: true,
    allow_sound: true,
  };
}

/** What people see as characters: a family emoji counts once, as the reader would count it. */
export function title_length(title: string): number {
  return [...title].length;
}

/** "#Été, plage" -> ["été", "plage"]: lower case, letters, digits and _ only, no duplicates. */
export function parse_tags(text: string): string[] {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[\s,;#]+/u)
    .map((word) => word.replace(/[^\p{L}\p{M}\p{N}_]/gu, ''))
    .filter((word) => word.length > 0)
    .map((word) => [...word].slice(0, kTagMax).join(''));
  return [...new Set(words)];
}

export function with_tags(tags: string[], text: string): string[] {
  return [...new Set([...tags, ...parse_tags(text)])].slice(0, kTagsMax);
}
