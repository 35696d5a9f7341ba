import { ClosureCriterion, LegalBasis } from '@accompany/contracts/intake/v1/types';
import { made, note, refusedWith } from '../journey.js';
import { COUNTS, caseworker, on, type Step, supervisor } from './journey.js';

const POIPET = '0110';

/** A child who cannot be found: A5. */
export const searching: readonly Step[] = [
  {
    id: 'A5',
    title: 'One client cannot be found after moving to Poipet to find work; the authorities get the necessary information',
    play: async (journey) => {
      const { caseId } = made(journey, 'cases')[COUNTS.closed] ?? { caseId: '' };
      const { intake } = caseworker(journey);
      const lost = await intake.loseWhereabouts({
        occurredAt: on('2020-11-02'),
        caseId,
        lastContactAt: on('2020-08-14'),
        lastPlaceCode: POIPET,
        circumstances: 'Left for Poipet to find work; the telephone number is not in use any more.',
        reviewEveryDays: 90,
      });
      const { searchId } = note(journey, lost);
      Object.assign(journey.made, { lostCaseId: caseId, searchId });
      for (const day of ['2021-01-29', '2021-04-28', '2021-07-26']) {
        const findings = 'Asked the family, the market and the border office: nobody has seen the child.';
        note(journey, await intake.reviewSearch({ occurredAt: on(day), caseId, searchId, findings }));
      }

      const propose = (criterion: ClosureCriterion, evidence: string) =>
        intake.proposeClosure({ occurredAt: on('2021-10-08'), caseId, criterion, evidence });
      await refusedWith('WHEREABOUTS_UNKNOWN', propose(ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE, 'The programme ends.'));
      const lostToUs = ClosureCriterion.CLOSURE_CRITERION_LOST_TO_FOLLOW_UP;
      await refusedWith('AUTHORITIES_NOT_INFORMED', propose(lostToUs, 'Not found in three reviews.'));

      const informed = await intake.informAuthority({
        occurredAt: on('2021-10-12'),
        caseId,
        authority: 'police-banteay-meanchey',
        legalBasis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST,
        told: 'Name, age, last place and last contact, so that the child can be found.',
        searchId,
      });
      note(journey, informed);
      note(
        journey,
        await intake.proposeClosure({
          occurredAt: on('2021-10-13'),
          caseId,
          criterion: lostToUs,
          evidence: 'Three reviews without a trace; the police know.',
        }),
      );
      note(journey, await supervisor(journey).intake.approveClosure({ occurredAt: on('2021-10-14'), caseId }));
      const later = { occurredAt: on('2021-10-15'), caseId, searchId, findings: 'Agreed with the police whom they call.' };
      note(journey, await intake.reviewSearch(later));
      return 'closing is refused until the police were told, on a legal basis; the case is closed as lost to follow-up, and the search goes on';
    },
  },
];
