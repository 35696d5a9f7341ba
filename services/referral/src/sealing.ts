import { PersonalDataCategory, type Position, type Sealed } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import type { App, Call } from '@accompany/runtime';
import type { Aggregate, AnyUnionEvent } from '@accompany/store';
import { caseFact } from './facts-queries.js';
import { asParty } from './parties.js';
import { referralAggregate } from './referral.js';

/** Where a text goes: the child it is about, and the aggregate that will hold it. */
type Place<State, Event extends AnyUnionEvent> = {
  readonly clientId: string;
  readonly aggregate: Aggregate<State, Event>;
  readonly id: string;
};

/** Seals a narrative text; undefined for an empty one. */
export const sealNarrative = <State, Event extends AnyUnionEvent>(
  app: App,
  { clientId, aggregate, id }: Place<State, Event>,
  text: string,
): Promise<Sealed | undefined> => app.seal(clientId, PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE, aggregate, id, text);

/**
 * The child of a case, whose key seals what is said about it.
 * @throws Rejection POSITION_NOT_REACHED while our copy does not hold the case yet
 */
export const clientOf = async (app: App, caseId: string): Promise<string> => {
  const found = await caseFact(app.db, caseId);
  if (found === undefined) throw new Rejection('POSITION_NOT_REACHED', { service: 'intake' });
  return found.clientId;
};

/** Seals the note of a request about a referral; a stranger's is refused before anything is looked up for it. */
export const sealNote = async (
  app: App,
  { referralId, note }: { referralId: string; note: string },
  call: Call,
): Promise<Sealed | undefined> => {
  if (note === '') return undefined;
  const { state, key: caseId } = await app.load(referralAggregate, referralId);
  asParty(state, call);
  return sealNarrative(app, { clientId: await clientOf(app, caseId), aggregate: referralAggregate, id: referralId }, note);
};

/** Waits until our copies have seen what the caller has seen elsewhere. Facts of the directory belong to no case. */
export const awaitPositions = async (app: App, positions: readonly Position[], caseId: string): Promise<void> => {
  for (const position of positions) await app.awaitPosition(position, position.service === 'directory' ? undefined : caseId);
};
