import { describe, expect, it } from 'vitest';
import type { Video } from '../api/types';
import { choose_track, tracks_of } from './captions';

const tracks = ['fr', 'pt-BR', 'en'].map((language) => ({ language, url: `/${language}` }));
const chosen = (...languages: string[]) => choose_track(tracks, languages)?.language;

describe('captions', () => {
  it('come in the language that was chosen, else in the next best', () => {
    expect(chosen('en', 'fr')).toBe('en');
    expect(chosen('', 'en')).toBe('en');
    expect(chosen('de', 'pt')).toBe('pt-BR');
    expect(chosen('pt-PT')).toBe('pt-BR');
    expect(chosen('de', 'pl')).toBe('fr');
    expect(choose_track([], ['fr'])).toBeUndefined();
  });

  it('are there once they can be loaded', () => {
    const video = { captions: [{ language: 'fr' }, { language: 'en', url: '/en' }] } as Video;
    expect(tracks_of(video).map((track) => track.language)).toEqual(['en']);
    expect(tracks_of(undefined)).toEqual([]);
  });
});
