import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { type ProgrammeServiceDefinition, VolunteerContact, VolunteerIdentity } from '@accompany/contracts/intake/v1/programme_service';
import type { DecisionContext } from '@accompany/domain';
import type { App, Call, Handlers, Mutation, Standing } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { readDocument, writeDocument } from './documents.js';
import { hasEnded, programmeAggregate, run } from './programme.js';
import { answeredFor, type Event, endTask, enrol, giveTask, release, type Volunteer, volunteerAggregate } from './volunteer.js';

type VolunteerHandlers = Pick<
  Handlers<ProgrammeServiceDefinition>,
  'enrolVolunteer' | 'giveVolunteerTask' | 'endVolunteerTask' | 'releaseVolunteer' | 'getVolunteer'
>;
type OfVolunteer = Mutation & { readonly volunteerId: string };

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_CONTACT: CONTACT } = PersonalDataCategory;

const writeIdentity = writeDocument<VolunteerIdentity>(VolunteerIdentity);
const readIdentity = readDocument<VolunteerIdentity>(VolunteerIdentity);
const writeContact = writeDocument<VolunteerContact>(VolunteerContact);
const readContact = readDocument<VolunteerContact>(VolunteerContact);

/** The calls about volunteers. */
export const volunteerHandlers = (app: App): VolunteerHandlers => {
  const decide = async (
    request: OfVolunteer,
    call: Call,
    decision: (state: Volunteer, context: DecisionContext) => Event[],
  ): Promise<Standing> => {
    const { etag, position } = await app.execute(volunteerAggregate, request.volunteerId, request, call, { decide: decision });
    return { etag, position };
  };
  return {
    enrolVolunteer: async (request, call) => {
      const { programmeId, guardianConsentId } = request;
      const programme = programmeId === '' ? undefined : run((await app.load(programmeAggregate, programmeId)).state, call);
      const volunteerId = app.newId(call, request, 'volunteer');
      const subjectId = app.newId(call, request, 'subject');
      const seal = (category: PersonalDataCategory, text: string) => app.seal(subjectId, category, volunteerAggregate, volunteerId, text);
      const identity = await seal(IDENTITY, writeIdentity(request.identity));
      const contact = await seal(CONTACT, writeContact(request.contact));
      const checkProgramme = () => {
        if (programme?.status === 'ended') throw hasEnded(programme);
      };
      const command = { volunteerId, programmeId, subjectId, guardianConsentId, identity, contact };
      const { etag, position } = await app.execute(volunteerAggregate, volunteerId, request, call, {
        caseId: callerOf(call).agency,
        decide: (state, context) => enrol(state, command, request.identity?.dateOfBirth ?? '', checkProgramme, context),
      });
      return { volunteerId, etag, position };
    },

    giveVolunteerTask: (request, call) => decide(request, call, (state, context) => giveTask(state, request.task, context)),

    endVolunteerTask: (request, call) => decide(request, call, (state, context) => endTask(state, request.task, context)),

    releaseVolunteer: (request, call) => decide(request, call, (state, context) => release(state, request.reason, context)),

    getVolunteer: async ({ volunteerId, atLeastPosition }, call) => {
      await app.awaitPosition(atLeastPosition);
      const { state, etag } = await app.load(volunteerAggregate, volunteerId);
      const { enrolled, minor, tasks, leftBecause } = answeredFor(state, call);
      const { agency, programmeId, guardianConsentId, identity, contact } = enrolled;
      return {
        ...{ volunteerId, agency, programmeId, minor, guardianConsentId, leftBecause, etag },
        tasks: [...tasks].sort((a, b) => a - b),
        identity: readIdentity(await app.open(identity, volunteerAggregate, volunteerId)),
        contact: readContact(await app.open(contact, volunteerAggregate, volunteerId)),
      };
    },
  };
};
