/** The part that an agency has in a case. */
export type Part = 'lead' | 'provider' | 'monitor';

/** Whether this part does work in the case, rather than look on. */
export const works = (part: Part | undefined): boolean => part === 'lead' || part === 'provider';
