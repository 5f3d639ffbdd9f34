import { describe, expect, it } from 'vitest';
import { sha256 } from './file_hash';

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

describe('SHA-256 where the browser has none', () => {
  it('gives the published example', () => {
    expect(hex(sha256(new TextEncoder().encode('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is what WebCrypto says, at every length around a block and for a larger file', async () => {
    for (const length of [...Array(200).keys(), 100_003]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255);
      const theirs = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      expect(hex(sha256(bytes))).toBe(hex(theirs));
    }
  });
});
