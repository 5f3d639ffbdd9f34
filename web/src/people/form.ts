// What the forms of this folder share.
import { ApiError } from '../api/client';
import { place } from '../app/router.svelte';

export const kHandle = /^[a-z0-9_.]{3,30}$/;
export const kPasswordMin = 10;
export const kPasswordMax = 200;
export const kNameMax = 50;
export const kBioMax = 300;

/** Where the person came from, when it is a page of ours: "//elsewhere" is not. */
export function back_path(fallback: string): string {
  const wanted = new URLSearchParams(place.search).get('back') ?? fallback;
  return /^\/(?![/\\])/.test(wanted) ? wanted : fallback;
}

/** The same question for the other form. */
export function with_back(path: string): string {
  const back = new URLSearchParams(place.search).get('back');
  return back ? `${path}?back=${encodeURIComponent(back)}` : path;
}

export function status_of(error: unknown): number | undefined {
  return error instanceof ApiError ? error.status : undefined;
}
