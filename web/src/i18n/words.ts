import type en from './en';

// The English catalogue sets the shape; every other one must have the same keys and parameters.
export type Shape<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...given: infer A) => string
      ? (...given: A) => string
      : Shape<T[K]>;
};
export type Words = Shape<typeof en>;
