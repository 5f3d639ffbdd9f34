// A statement's id from its words: a to z, 0 to 9, dashes, at most 60 (src/trust/statement.h).
export function slug(words: string): string {
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, 60)
      .replace(/-+$/, '') || 'a'
  );
}
