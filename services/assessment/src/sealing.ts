import type { SubmitAssessmentRequest } from '@accompany/contracts/assessment/v1/service';
import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { App } from '@accompany/runtime';
import { assessmentAggregate } from './assessment.js';
import type { Content } from './working.js';

/** Seals what the author hands in, each part under the child's key for its category. */
export const sealContent = async (app: App, message: SubmitAssessmentRequest, clientId: string): Promise<Content> => {
  const seal = (category: PersonalDataCategory, text: string) =>
    app.seal(clientId, category, assessmentAggregate, message.assessmentId, text);
  const identity = (text: string) => seal(PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY, text);
  const narrative = (text: string) => seal(PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE, text);
  const health = (text: string) => seal(PersonalDataCategory.PERSONAL_DATA_CATEGORY_HEALTH, text);
  const said = message.childView?.$case === 'childViewGiven' ? await narrative(message.childView.value) : undefined;
  const absent = message.childView?.$case === 'childViewAbsent' ? message.childView : undefined;
  return {
    participants: await Promise.all(message.participants.map(async ({ part, name }) => ({ part, name: await identity(name) }))),
    place: message.place,
    childView: said === undefined ? absent : { $case: 'childViewGiven', value: said },
    findings: await narrative(message.findings),
    scores: await Promise.all(message.scores.map(async ({ instrument, value }) => ({ instrument, value: await health(String(value)) }))),
  };
};
