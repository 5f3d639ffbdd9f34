// The storyboard's tiles: one image, cut by CSS.
import type { Media } from '../api/types';

type Board = NonNullable<Media['storyboard']>;

const kTilesMax = 24; // enough to find a face; more is a long way to scroll

/** The moments to choose from, in ms, evenly over the video. */
export function tiles_of(board: Board): number[] {
  const step = Math.ceil(board.count / kTilesMax);
  const tiles = Array.from({ length: board.count }, (_, i) => i).filter((i) => i % step === 0);
  return tiles.map((i) => i * board.interval_ms);
}

/** How to show the tile of a moment `height_px` high. */
export function place_of_tile(board: Board, at_ms: number, height_px: number) {
  const at = Math.min(board.count - 1, Math.max(0, Math.floor(at_ms / board.interval_ms)));
  const width = (board.tile_width * height_px) / board.tile_height;
  const column = at % board.columns;
  const row = Math.floor(at / board.columns);
  return {
    width,
    image: `url("${board.url}")`,
    size: `${board.columns * width}px ${board.rows * height_px}px`,
    place: `${-column * width}px ${-row * height_px}px`,
  };
}
