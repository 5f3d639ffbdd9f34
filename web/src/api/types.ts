import type { components, paths } from './generated/schema';

type Schemas = components['schemas'];
export type Video = Schemas['Video'];
export type Media = Schemas['Media'];
export type Captions = Schemas['Captions'];
export type VideoPage = Schemas['VideoPage'];
export type Author = Schemas['Author'];
export type Profile = Schemas['Profile'];
export type Sound = Schemas['Sound'];
export type Session = Schemas['Session'];
export type Me = Schemas['Me'];
export type Hello = Schemas['Hello'];
export type Fact = Schemas['Fact'];
export type Why = Schemas['Why'];
export type Controls = Schemas['Controls'];
export type Mute = Schemas['Mute'];
export type Taste = Schemas['Taste'];
export type RecipeParts = Schemas['RecipeParts'];
export type ControlsEdit = Body<paths['/api/v1/me/controls']['patch']>;
export type Surface = NonNullable<Fact['surface']>;
export type Upload = Schemas['Upload'];

// The shape of one call, read off the contract: call('get', '/api/v1/videos/{video_id}', …).
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<M extends Method, P extends PathOf<M>> =
  paths[P] extends Record<M, infer O> ? O : never;

type Json<R> = R extends { content: { 'application/json': infer J } } ? J : undefined;
type Success<R> = { [S in keyof R & (200 | 201 | 202 | 204)]: Json<R[S]> }[keyof R &
  (200 | 201 | 202 | 204)];
export type Answer<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer R } ? Success<R> : never;

type PartOf<O, Part extends string> = O extends { parameters: { [K in Part]?: infer V } }
  ? V
  : never;
type PathParts<P, O> = [NonNullable<PartOf<O, 'path'>>] extends [never]
  ? P extends keyof paths
    ? NonNullable<PartOf<paths[P], 'path'>>
    : never
  : NonNullable<PartOf<O, 'path'>>;
type Query<P, O> =
  | NonNullable<PartOf<O, 'query'>>
  | (P extends keyof paths ? NonNullable<PartOf<paths[P], 'query'>> : never);
type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } }
  ? B
  : O extends { requestBody: { content: { 'text/vtt': string } } }
    ? Blob
    : never;

export interface CallParts<M extends Method, P extends PathOf<M>> {
  path?: PathParts<P, Operation<M, P>>;
  query?: Query<P, Operation<M, P>>;
  body?: Body<Operation<M, P>>;
  signal?: AbortSignal;
}
