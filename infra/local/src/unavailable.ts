/** A server cannot be had in one of its ways; the message says what is missing. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}

/** Whether an error says that. By its name, because a program that was made one file has a copy of the class. */
export const isUnavailable = (error: unknown): error is Unavailable => error instanceof Error && error.name === 'Unavailable';
