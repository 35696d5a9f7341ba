/** A server cannot be had in one of its ways; the message says what is missing. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}
