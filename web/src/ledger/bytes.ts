// Bytes as the ledger's formats need them. WebCrypto hashes and checks signatures; it exists on
// https and on localhost only.
export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text));
export const text_of = (bytes: Bytes): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);
export const hex = (bytes: Bytes): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function concat(...parts: Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

// Strict: undefined for anything that is not base64 with its padding.
export function from_base64(text: string): Bytes | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    return undefined;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

export const can_check = (): boolean => globalThis.crypto?.subtle !== undefined;

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

// Ed25519, RFC 8032.
export async function is_signed(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const public_key = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', public_key, signature, message);
}
