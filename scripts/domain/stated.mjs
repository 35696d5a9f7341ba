// The policies that the domain states, each with the reactions and timers that carry it out. `so` says what else holds it; `exactly` names an
// event that nothing else reacts to.
const send = '[send](#referral) is refused: [`REFERRAL_RECEIVER_SUSPENDED`](reasons.md#REFERRAL_RECEIVER_SUSPENDED)';
const offered = '[`REFERRAL_SERVICE_NOT_OFFERED`](reasons.md#REFERRAL_SERVICE_NOT_OFFERED)';
const consent = '[send](#referral) is refused: [`REFERRAL_CONSENT_NOT_IN_FORCE`](reasons.md#REFERRAL_CONSENT_NOT_IN_FORCE)';

export const POLICIES = [
  { policy: 'a case opens: the initial assessment is requested, with a due date by risk', by: ['request-initial-assessment'] },
  {
    policy: 'a need is identified: a referral is drafted; a legal need: a legal matter',
    by: ['draft-referral-on-need', 'open-matter-for-legal-need'],
  },
  { policy: 'a referral is accepted: the receiver becomes provider; it ends: the provider leaves', by: ['participants-follow-referral'] },
  { policy: 'a referral is declined for lack of capacity: the next provider is proposed', by: ['propose-next-provider'] },
  {
    policy: 'a transfer is released: lead or monitor changes, and what is open goes along',
    by: ['lead-follows-transfer', 'referrals-follow-lead', 'pass-matters-on', 'pass-assessments-on', 'pass-care-plan-on'],
  },
  {
    policy: 'a threat is reported, the risk raised: due dates shorten, the supervisor is told',
    by: ['alert-supervisor', 'bring-assessments-forward'],
  },
  { policy: 'two sessions are missed: a re-assessment', by: ['ask-reassessment-after-missed-sessions', 'request-reassessment'] },
  { policy: 'an investigation stalls: a legal chase', by: ['stalled-investigations', 'chase-stalled-investigation'] },
  {
    policy: 'the whereabouts are lost: a search',
    by: ['search-review'],
    so: 'the search begins with the [loss itself](#whereabouts-and-search)',
  },
  {
    policy: 'consent is withdrawn or expires: sharing stops, the sender decides',
    by: ['sharing-expiry', 'ask-sender-on-consent-ended', 'ask-sender-on-late-sending'],
    so: consent,
  },
  {
    policy: 'an office closes, an agency is suspended: new referrals are refused, the stranded ones listed',
    by: ['ask-sender-on-stranded', 'tell-those-on-network'],
    so: `${send}, ${offered}`,
  },
  { policy: 'the child turns 18: consent is taken again by the client', by: ['consent-retake'] },
  {
    policy: 'a case closes: nothing else is ended by side effect, whoever relies on it is told',
    by: ['tell-those-on-case'],
    exactly: 'caseClosed',
  },
  { policy: 'a referral is not answered: overdue, escalated, lapsed', by: ['pick-up'] },
  {
    policy: 'what ends is told to whoever relies on it, and the telling is acknowledged',
    by: ['tell-sides-of-referral', 'acknowledgement'],
  },
];
