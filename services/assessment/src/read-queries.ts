import { caseFacts } from '@accompany/access';
import type { AssessmentSubmitted } from '@accompany/contracts/assessment/v1/events';
import type {
  GetAssessmentRequest,
  GetAssessmentResponse,
  ListAssessmentsRequest,
  ListAssessmentsResponse,
} from '@accompany/contracts/assessment/v1/service';
import { AssessmentStatus, ChildViewAbsence, VoidReason } from '@accompany/contracts/assessment/v1/types';
import type { Sealed } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import { type App, type Call, readAtLeast } from '@accompany/runtime';
import { assessmentAggregate, type KnownAssessment } from './assessment.js';
import { agencyOf, mayReadContent, visible } from './guards.js';
import { assessmentsOf } from './streams-queries.js';

const STATUS: Readonly<Record<KnownAssessment['status'], AssessmentStatus>> = {
  requested: AssessmentStatus.ASSESSMENT_STATUS_REQUESTED,
  in_progress: AssessmentStatus.ASSESSMENT_STATUS_IN_PROGRESS,
  submitted: AssessmentStatus.ASSESSMENT_STATUS_SUBMITTED,
  approved: AssessmentStatus.ASSESSMENT_STATUS_APPROVED,
  returned: AssessmentStatus.ASSESSMENT_STATUS_RETURNED,
  superseded: AssessmentStatus.ASSESSMENT_STATUS_SUPERSEDED,
  voided: AssessmentStatus.ASSESSMENT_STATUS_VOIDED,
};

/** One assessment, as far as the caller may read it. */
export const readAssessment = async (app: App, message: GetAssessmentRequest, call: Call): Promise<GetAssessmentResponse> => {
  const { agency } = agencyOf(call.actor);
  const { assessmentId, atLeastPosition } = message;
  const { seen, found } = await readAtLeast(app, assessmentAggregate, { id: assessmentId, atLeastPosition }, async ({ state, key }) => {
    const part = key === '' ? undefined : (await caseFacts(app.db, key))?.partOf(agency);
    return { state: visible(state, part, call.actor), part };
  });
  const { state, part } = seen;
  const { key: caseId, etag } = found;
  const open = async (sealed: Sealed | undefined) =>
    mayReadContent(state, part, call.actor) ? app.open(sealed, assessmentAggregate, assessmentId) : '';
  return {
    assessmentId,
    caseId,
    etag,
    kind: state.kind,
    status: STATUS[state.status],
    agency: state.agency,
    dueAt: state.dueAt,
    supersedes: state.supersedes,
    supersededBy: state.status === 'superseded' ? state.supersededBy : '',
    submittedBy: state.content?.submittedBy ?? '',
    approvedBy: state.status === 'approved' || state.status === 'superseded' ? state.approvedBy : '',
    voidReason: state.status === 'voided' ? state.reason : VoidReason.VOID_REASON_UNSPECIFIED,
    returnComment: await open(state.status === 'returned' ? state.comment : undefined),
    needs: await Promise.all(
      state.needs.map(async ({ id, category, urgency, met, description }) => ({
        needId: id,
        category,
        urgency,
        met,
        description: await open(description),
      })),
    ),
    ...(await readContent(state.content, mayReadContent(state, part, call.actor), open)),
  };
};

const readContent = async (
  content: AssessmentSubmitted | undefined,
  all: boolean,
  open: (sealed: Sealed | undefined) => Promise<string>,
): Promise<Pick<GetAssessmentResponse, 'place' | 'participants' | 'childView' | 'childViewAbsent' | 'findings' | 'scores'>> => ({
  place: content?.place,
  participants: await Promise.all((content?.participants ?? []).map(async ({ part, name }) => ({ part, name: await open(name) }))),
  childView: content?.childView?.$case === 'childViewGiven' ? await open(content.childView.value) : '',
  childViewAbsent:
    content?.childView?.$case === 'childViewAbsent' ? content.childView.value : ChildViewAbsence.CHILD_VIEW_ABSENCE_UNSPECIFIED,
  findings: await open(content?.findings),
  scores: all
    ? await Promise.all((content?.scores ?? []).map(async ({ instrument, value }) => ({ instrument, value: Number(await open(value)) })))
    : [],
});

/** The assessments of a case, oldest first. */
export const summariesOf = async (app: App, message: ListAssessmentsRequest, call: Call): Promise<ListAssessmentsResponse> => {
  const { agency } = agencyOf(call.actor);
  await app.awaitPosition(message.atLeastPosition, message.caseId);
  if ((await caseFacts(app.db, message.caseId))?.partOf(agency) === undefined) throw new Rejection('CASE_UNKNOWN');
  const assessments = await Promise.all(
    (await assessmentsOf(app.db, message.caseId)).map(async (assessmentId) => {
      const { state } = await app.load(assessmentAggregate, assessmentId);
      if (state.status === 'none') return [];
      return [{ assessmentId, kind: state.kind, status: STATUS[state.status], agency: state.agency, dueAt: state.dueAt }];
    }),
  );
  return { assessments: assessments.flat() };
};
