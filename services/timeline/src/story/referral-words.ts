import { Channel, DecisionAsked, IntendedAction, NeedMet, NextStep, NoticeAbout } from '@accompany/contracts/referral/v1/types';

/** How it was made outside the network. */
export const through = (channel: Channel): string => {
  switch (channel) {
    case Channel.CHANNEL_UNSPECIFIED:
      return 'outside the network';
    case Channel.CHANNEL_TELEPHONE:
      return 'by telephone';
    case Channel.CHANNEL_PAPER:
      return 'on paper';
    case Channel.CHANNEL_OTHER_SYSTEM:
      return 'in another system';
  }
};

/** What the receiver will do. */
export const intends = (action: IntendedAction): string => {
  switch (action) {
    case IntendedAction.INTENDED_ACTION_UNSPECIFIED:
      return '';
    case IntendedAction.INTENDED_ACTION_DECIDE:
      return 'answer in time';
    case IntendedAction.INTENDED_ACTION_CONTACT_CLIENT:
      return 'speak with the child or the family first';
    case IntendedAction.INTENDED_ACTION_ASK_SENDER:
      return 'ask for more first';
    case IntendedAction.INTENDED_ACTION_FILE:
      return 'keep it on file';
  }
};

/** Why the sender has to decide anew. */
export const gone = (because: DecisionAsked): string => {
  switch (because) {
    case DecisionAsked.DECISION_ASKED_UNSPECIFIED:
      return 'what it rests on is gone';
    case DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN:
      return 'the consent was withdrawn';
    case DecisionAsked.DECISION_ASKED_CONSENT_EXPIRED:
      return 'the consent ran out';
    case DecisionAsked.DECISION_ASKED_STRANDED:
      return 'the service is not offered there any more';
  }
};

/** Whether the need is met. */
export const met = (need: NeedMet): string => {
  switch (need) {
    case NeedMet.NEED_MET_UNSPECIFIED:
      return 'not judged';
    case NeedMet.NEED_MET_YES:
      return 'met';
    case NeedMet.NEED_MET_PARTLY:
      return 'partly met';
    case NeedMet.NEED_MET_NO:
      return 'not met';
  }
};

/** What comes next when it is not. */
export const next = (step: NextStep): string => {
  switch (step) {
    case NextStep.NEXT_STEP_UNSPECIFIED:
      return '';
    case NextStep.NEXT_STEP_REFER_ELSEWHERE:
      return 'another agency is asked';
    case NextStep.NEXT_STEP_REASSESS:
      return 'a new assessment';
    case NextStep.NEXT_STEP_SUPPORT_BY_LEAD:
      return 'the lead supports the child itself';
    case NextStep.NEXT_STEP_RAISE_GAP:
      return 'the missing service is made known';
    case NextStep.NEXT_STEP_CLIENT_WANTS_NONE:
      return 'nothing, as the child or the caregiver wishes';
  }
};

/** What an agency was told. */
export const about = (subject: NoticeAbout): string => {
  switch (subject) {
    case NoticeAbout.NOTICE_ABOUT_UNSPECIFIED:
      return 'something changed on which it relies';
    case NoticeAbout.NOTICE_ABOUT_CASE_CLOSED:
      return 'the case is closed';
    case NoticeAbout.NOTICE_ABOUT_CASEWORKER_LEFT:
      return 'the caseworker is no longer responsible';
    case NoticeAbout.NOTICE_ABOUT_SERVICE_WITHDRAWN:
      return 'a service is not offered any more';
    case NoticeAbout.NOTICE_ABOUT_AGENCY_SUSPENDED:
      return 'an agency is suspended';
    case NoticeAbout.NOTICE_ABOUT_REFERRAL_STRANDED:
      return 'a referral cannot go on as it is';
    case NoticeAbout.NOTICE_ABOUT_CONSENT_ENDED:
      return 'the consent under which it shares has ended';
    case NoticeAbout.NOTICE_ABOUT_REFERRAL_UNDONE:
      return 'a referral was taken back, because the case is not open';
  }
};
