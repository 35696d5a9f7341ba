/** Called with the hint's text, a position for most, and the subject it came on. */
export type HintListener = (position: string, subject: string) => void;

/**
 * Hints that something is new, so that whoever waits need not wait for its next poll. They carry a position and never a fact: one may
 * get lost, come twice or come late, and nobody may depend on one.
 */
export type Hints = {
  /** Sends a hint if the server is there; else it is dropped. Never fails, never waits. */
  publish(subject: string, position: string): void;
  /** Listens to a subject, also to a pattern such as `live.case.*`; from when the server is there. Gives back how to end it. */
  subscribe(subject: string, listener: HintListener): () => void;
  /** Ends the connection, or the attempts to get one. */
  close(): Promise<void>;
};

/** Where a case's news is hinted at. */
export const caseSubject = (caseId: string): string => `live.case.${caseId}`;

/** Where a service is nudged to look at its log now. */
export const nudgeSubject = (service: string): string => `nudge.${service}`;
