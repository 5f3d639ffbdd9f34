// What the demo says about itself: whole, in both languages, said once, and true of what is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kClaims, kRumours, tell_trust } from './trust.mjs';

const texts = (value) => (typeof value === 'string' ? [value]
  : Object.values(value).flatMap(texts));

test('claims and answers are whole, in both languages', () => {
  for (const { id, said } of kClaims) {
    assert.match(id, /^[a-z0-9-]{1,60}$/);
    if (said) assert.ok(said.en && said.fr && said.en !== said.fr && said.fr.length <= 300);
  }
  for (const { id, said, answer, evidence } of kRumours) {
    assert.match(id, /^[a-z0-9-]{1,60}$/);
    assert.ok(said.length <= 300);
    assert.notEqual(answer.en, answer.fr);
    for (const one of [answer, ...evidence.map(({ what }) => what)]) {
      assert.ok(one.en.length > 5 && one.fr.length > 5);
    }
    assert.equal(answer.en.split('\n\n').length, answer.fr.split('\n\n').length, id);
  }
  assert.equal(texts([kClaims, kRumours]).filter((text) => / [?!:;»]/.test(text)).length, 0,
    'French sets a space that does not break before these');
});

test('a second run says nothing again, and a site without a witness does not claim one', async () => {
  const there = { claims: [], rumours: [] };
  const ask = async (method, path, body) => {
    const list = path.split('/').pop();
    if (method === 'GET') return { [list]: there[list] };
    there[list].push(body);
    return { log: 'policy', index: 1 };
  };
  const all = kClaims.length + kRumours.length;
  assert.equal(await tell_trust(ask, { witnessed: false }), all - 1);
  assert.ok(!there.rumours.some(({ id }) => id.includes('witness')));
  assert.equal(await tell_trust(ask, { witnessed: true }), 1);
  assert.equal(await tell_trust(ask, { witnessed: true }), 0);
});
