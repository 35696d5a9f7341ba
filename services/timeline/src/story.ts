import type { CarePlanEvent } from '@accompany/contracts/assessment/v1/careplan_events';
import type { AssessmentEvent } from '@accompany/contracts/assessment/v1/events';
import type { CaseEvent, QuarantineEvent, ReportEvent } from '@accompany/contracts/intake/v1/events';
import type { ActivityEvent, ProgrammeEvent, VolunteerEvent } from '@accompany/contracts/intake/v1/programme_events';
import type { MatterEvent } from '@accompany/contracts/legalaid/v1/events';
import type { RepairEvent } from '@accompany/contracts/operations/v1/events';
import type { NoticeEvent, PlanEvent, ReferralEvent, SupportEvent } from '@accompany/contracts/referral/v1/events';
import type { HandoverEvent, TransferEvent } from '@accompany/contracts/referral/v1/handover_events';
import type { Newest } from '@accompany/contracts/upcasters';
import { streamCategory } from '@accompany/store';
import type { Fact } from './fact.js';
import { tellAssessment } from './story/assessment.js';
import { tellCarePlan } from './story/careplan.js';
import { tellDirectory } from './story/directory.js';
import { tellHandover, tellTransfer } from './story/handover.js';
import { tellCase } from './story/intake.js';
import { tellMatter } from './story/legal-aid.js';
import { tellPlan, tellSupport } from './story/plan.js';
import { tellActivity, tellProgramme, tellVolunteer } from './story/programme.js';
import { tellNotice, tellReferral } from './story/referral.js';
import { tellRepair } from './story/repair.js';
import { tellQuarantine, tellReport } from './story/report.js';
import { nameOf, type Telling } from './story/words.js';

type EventOf<Wrapper extends { event?: unknown }> = NonNullable<Wrapper['event']>;

/**
 * What happened, in a sentence that a social worker would use. Holds agencies, codes and dates, never personal data.
 * @param name what an agency is called, by its id
 */
export const tell = (fact: Pick<Fact, 'stream' | 'event' | 'actor'>, name: (agency: string) => string): string => {
  const telling: Telling = { by: fact.actor.kind === 'agency' ? name(fact.actor.agency) : 'The network', name };
  switch (streamCategory(fact.stream)) {
    case 'report':
      return tellReport(fact.event as EventOf<ReportEvent>, telling);
    case 'case':
      return tellCase(fact.event as EventOf<CaseEvent>, telling);
    case 'quarantine':
      return tellQuarantine(fact.event as EventOf<QuarantineEvent>, telling);
    case 'assessment':
      return tellAssessment(fact.event as EventOf<AssessmentEvent>, telling);
    case 'careplan':
      return tellCarePlan(fact.event as EventOf<CarePlanEvent>, telling);
    case 'referral':
      return tellReferral(fact.event as Newest<EventOf<ReferralEvent>>, telling);
    case 'notice':
      return tellNotice(fact.event as EventOf<NoticeEvent>, telling);
    case 'handover':
      return tellHandover(fact.event as EventOf<HandoverEvent>, telling);
    case 'transfer':
      return tellTransfer(fact.event as EventOf<TransferEvent>, telling);
    case 'plan':
      return tellPlan(fact.event as EventOf<PlanEvent>, telling);
    case 'support':
      return tellSupport(fact.event as EventOf<SupportEvent>, telling);
    case 'matter':
      return tellMatter(fact.event as EventOf<MatterEvent>, telling);
    case 'programme':
      return tellProgramme(fact.event as EventOf<ProgrammeEvent>, telling);
    case 'activity':
      return tellActivity(fact.event as EventOf<ActivityEvent>, telling);
    case 'volunteer':
      return tellVolunteer(fact.event as EventOf<VolunteerEvent>, telling);
    case 'repair':
      return tellRepair(fact.event as EventOf<RepairEvent>);
    case 'agency':
    case 'reference':
    case 'office':
    case 'service':
    case 'agreement':
    case 'gazetteer':
      return tellDirectory(fact.event as Parameters<typeof tellDirectory>[0], telling);
    default:
      return `Something else happened: ${nameOf(fact.event.$case)}.`;
  }
};
