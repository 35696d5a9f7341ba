import { Rejection } from './rejection.js';

/** What a decision gives, or why it is refused, as a value. Errors other than rejections pass through. */
export const tryOut = <Result>(decide: () => Result): Result | Rejection => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
};
