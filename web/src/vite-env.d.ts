/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:world' {
  const world: {
    paths: Record<string, string>; // by country, as ISO 3166-1 alpha-2
    dots: Record<string, [x: number, y: number]>; // of countries too small for a path
    middles: Record<string, [x: number, y: number]>;
    others: string; // land without a code of its own
  };
  export default world;
}
