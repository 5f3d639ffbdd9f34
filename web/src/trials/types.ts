import type { Answer } from '../api/types';

export type Readout = Answer<'get', '/api/v1/admin/experiments'>;
export type Experiment = Readout['experiments'][number];
export type Arm = NonNullable<Experiment['arms']>[number];
export type Recipe = Answer<'get', '/api/v1/admin/recipes'>['recipes'][number];
