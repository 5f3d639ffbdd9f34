// Which track to show. What is written in it is shown by feed/CaptionLines.svelte.
import type { Captions, Video } from '../api/types';

const primary = (code: string) => code.toLowerCase().split('-')[0];

/** The tracks of a clip that can be shown now. */
export function tracks_of(video: Video | undefined): Captions[] {
  return (video?.captions ?? []).filter((track) => track.url);
}

/** In the first of these languages that there is, as pt-BR for pt too; else the first one. */
export function choose_track(tracks: Captions[], languages: string[]): Captions | undefined {
  for (const wanted of languages.filter(Boolean)) {
    const same = tracks.find((track) => track.language === wanted);
    const near = same ?? tracks.find((track) => primary(track.language) === primary(wanted));
    if (near) return near;
  }
  return tracks[0];
}
