// A name that nobody else has drawn: 128 random bits as hex. `crypto.randomUUID` exists on https
// and localhost only, and a Soleil in the living room is often http://192.168.1.20:8080.
export function random_id(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
