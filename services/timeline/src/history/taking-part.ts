import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import type { Fact } from '../fact.js';
import { because, ensure, type History } from './state.js';

const participation = (role: ParticipantRole, agency: string): string => `${role}:${agency}`;

/** An agency takes part in a role, under a referral or none, unless it is known to have left. */
export const join = (history: History, agency: string, role: ParticipantRole, referral: string, fact: Fact): void => {
  because(history, `participant:${agency}`, fact);
  const key = participation(role, agency);
  if (referral !== '' && history.ended.has(`${key}:${referral}`)) return;
  const { referrals } = ensure(history.participants, key, () => ({ agency, role, since: fact.occurredAt, referrals: new Set() }));
  if (referral !== '') referrals.add(referral);
};

/** An agency takes part in a role no more. */
export const leave = (history: History, agency: string, role: ParticipantRole, referral: string, fact: Fact): void => {
  because(history, `participant:${agency}`, fact);
  const key = participation(role, agency);
  history.ended.add(`${key}:${referral}`);
  history.participants.delete(key);
};

/** The provider serves the child under one referral less. */
export const narrow = (history: History, agency: string, referral: string, fact: Fact): void => {
  const key = participation(ParticipantRole.PARTICIPANT_ROLE_PROVIDER, agency);
  history.ended.add(`${key}:${referral}`);
  history.participants.get(key)?.referrals.delete(referral);
  because(history, `participant:${agency}`, fact);
};

/**
 * An agency leads from here on, and nobody else does. Leads follow each other in the case's stream, so a change that is dated after a
 * later one does not count: at every moment there is one lead.
 * @returns whether it counts
 */
export const lead = (history: History, agency: string, fact: Fact): boolean => {
  because(history, 'lead', fact);
  because(history, `participant:${agency}`, fact);
  if (fact.version < history.ledFrom) return false;
  for (const [key, { role }] of history.participants) if (role === ParticipantRole.PARTICIPANT_ROLE_LEAD) history.participants.delete(key);
  const role = ParticipantRole.PARTICIPANT_ROLE_LEAD;
  history.participants.set(participation(role, agency), { agency, role, since: fact.occurredAt, referrals: new Set() });
  Object.assign(history, { lead: agency, ledFrom: fact.version });
  return true;
};
