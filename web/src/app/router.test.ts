import { describe, expect, it } from 'vitest';
import { match_path, type Route } from './router.svelte';

const load = () => Promise.reject(new Error('not loaded in this test'));
const routes: Route[] = ['/', '/v/:id', '/@:handle', '/settings', '/settings/:part'].map(
  (pattern) => ({ pattern, load }),
);
const found = (path: string) => {
  const match = match_path(routes, path);
  return match && [match.route.pattern, match.params];
};

describe('router', () => {
  it('matches paths and their parameters', () => {
    expect(found('/')).toEqual(['/', {}]);
    expect(found('/v/abc')).toEqual(['/v/:id', { id: 'abc' }]);
    expect(found('/@lou.p')).toEqual(['/@:handle', { handle: 'lou.p' }]);
    expect(found('/settings/')).toEqual(['/settings', {}]);
    expect(found('/settings/feed')).toEqual(['/settings/:part', { part: 'feed' }]);
    expect(found('/v/caf%C3%A9')).toEqual(['/v/:id', { id: 'café' }]);
  });

  it('knows what is not there', () => {
    for (const path of ['/nope', '/@', '/v/', '/v/a/b', '/v/%E0%A4%A']) {
      expect(found(path)).toBeUndefined();
    }
  });
});
