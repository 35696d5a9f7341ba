import { DifferenceReason, TransferDeclineReason, TransferWithdrawReason } from '@accompany/contracts/referral/v1/handover_types';
import { fold } from '@accompany/domain';
import type { Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { test } from 'vitest';
import { abandon, declare, explain, keep, list, offerAgain, offerAll, remove } from './giver.js';
import { type Event, type Handover, handover } from './handover.js';
import {
  ANSWERS,
  CASES,
  type File,
  type Model,
  type Offer,
  onList,
  onTransfer,
  type Real,
  type Rule,
  STANDS,
  type Step,
  tried,
  WHY_NOT,
} from './handover-model.js';
import { as, DIRECT, drafted, EGRET, facts, GIVER, HERON, IBIS, KEPT, known, LEAD } from './handover-samples.js';
import type { Transfer } from './transfer.js';
import { acceptTransfer, declineTransfer, release, withdrawTransfer } from './transfer-decisions.js';

/** A decision about the list: the giver's, and to whoever was offered nothing it does not exist. */
const onSheet = (name: string, agency: string, rule: Rule, decide: (state: Handover, real: Real) => Event[]): Step =>
  tried(
    `${agency} ${name}`,
    (model) => {
      if (agency === GIVER) return rule(model);
      const told = Object.values(model.files).some(({ to, offer }) => to === agency && offer !== 'none');
      return told ? 'NOT_THE_GIVER' : 'HANDOVER_UNKNOWN';
    },
    (real) => {
      // The facts of a decision are those of its moment, when it is given twice too.
      const before = { ...real, transfers: new Map(real.transfers) };
      return onList(real, (state) => decide(state, before));
    },
  );

const onDraft =
  (rule: Rule): Rule =>
  (model) =>
    model.at === 'list' ? rule(model) : STANDS[model.at];

const offerable = ({ transfers, holder }: Real) =>
  facts(Object.fromEntries(CASES.map((id) => [id, known(id, LEAD, { transferId: `${id}-${transfers.size}`, lead: holder[id] })])));

const listing = (agency: string, id: string, to: string) => {
  const rule: Rule = ({ files }) => {
    if (files[id] !== undefined) return files[id].to === to ? 'unchanged' : 'HANDOVER_ITEM_DUPLICATE';
    return () => Object.assign(files, { [id]: { to, offer: 'none', kept: false } });
  };
  const items = [{ caseId: id, receiver: to, relation: LEAD }];
  return onSheet(`lists ${id} for ${to}`, agency, onDraft(rule), (state) => list(state, { items }, as(agency)));
};

const removing = (agency: string, id: string) => {
  const rule: Rule = ({ files }) => (files[id] === undefined ? 'unchanged' : () => delete files[id]);
  return onSheet(`removes ${id}`, agency, onDraft(rule), (state) => remove(state, { caseIds: [id] }, as(agency)));
};

const counting = (agency: string, what: 'declared' | 'explained', cases: number) => {
  const rule: Rule = (model) => (model[what] === cases ? 'unchanged' : () => Object.assign(model, { [what]: cases }));
  const declared = { total: cases, direct: cases, remote: 0 };
  const differences = cases === 0 ? [] : [{ subject: DIRECT, reason: DifferenceReason.DIFFERENCE_REASON_CLOSED, cases }];
  return onSheet(`${what} ${cases}`, agency, onDraft(rule), (state) =>
    what === 'declared' ? declare(state, { declared }, as(agency)) : explain(state, { differences }, as(agency)),
  );
};

const offering = (agency: string) => {
  const rule: Rule = (model) => {
    const files = Object.values(model.files);
    if (model.at !== 'list') return model.at === 'stopped' ? 'HANDOVER_ABANDONED' : 'unchanged';
    if (files.length === 0) return 'HANDOVER_EMPTY';
    if (model.declared !== files.length + model.explained) return 'HANDOVER_NOT_RECONCILED';
    return () => {
      model.at = 'out';
      for (const file of files) file.offer = 'out';
    };
  };
  return onSheet('offers all', agency, rule, (state, real) => offerAll(state, offerable(real), as(agency)));
};

/** Only a case that was offered and that nobody has is offered again or kept. */
const loose = ({ at, files }: Model, id: string): Outcome | undefined => {
  const { offer, kept } = files[id] as File;
  if (at !== 'out') return STANDS[at];
  if (kept || offer === 'gone') return 'HANDOVER_ITEM_SETTLED';
  return offer === 'out' || offer === 'taken' ? 'HANDOVER_ITEM_OPEN' : undefined;
};

const again = (agency: string, id: string, to: string) => {
  const rule: Rule = (model) => {
    const file = model.files[id];
    if (file === undefined) return 'HANDOVER_ITEM_UNKNOWN';
    if (file.offer === 'out' && file.to === to) return 'unchanged';
    return loose(model, id) ?? (() => Object.assign(file, { to, offer: 'out' }));
  };
  const command = { caseId: id, receiver: to };
  return onSheet(`offers ${id} to ${to}`, agency, rule, (state, real) => offerAgain(state, command, offerable(real), as(agency)));
};

const keeping = (agency: string, id: string) => {
  const rule: Rule = (model) => {
    const file = model.files[id];
    if (file === undefined) return 'HANDOVER_ITEM_UNKNOWN';
    return file.kept
      ? 'unchanged'
      : (loose(model, id) ??
          (() => void Object.assign(model, { begun: true }, { files: { ...model.files, [id]: { ...file, kept: true } } })));
  };
  return onSheet(`keeps ${id}`, agency, rule, (state) => keep(state, { caseId: id, reason: KEPT }, as(agency)));
};

const stopping = (agency: string) => {
  const rule: Rule = (model) => {
    if (model.at === 'stopped') return 'unchanged';
    if (model.at === 'done') return 'HANDOVER_COMPLETED';
    return () => {
      model.at = 'stopped';
      for (const file of Object.values(model.files)) if (['out', 'taken'].includes(file.offer)) file.offer = 'withdrawn';
    };
  };
  return onSheet('abandons', agency, rule, (state) => abandon(state, as(agency)));
};

const answering = (agency: string, what: keyof typeof ANSWERS, id: string) => {
  const { by, from, to, done } = ANSWERS[what];
  const rule: Rule = (model) => {
    const file = model.files[id];
    if (file === undefined || file.offer === 'none' || ![GIVER, file.to].includes(agency)) return 'TRANSFER_UNKNOWN';
    if ((agency === GIVER) !== (by === 'giver')) return by === 'giver' ? 'NOT_THE_GIVER' : 'NOT_THE_TRANSFER_RECEIVER';
    if ((done as readonly Offer[]).includes(file.offer)) return 'unchanged';
    if (!(from as readonly Offer[]).includes(file.offer)) return WHY_NOT[file.offer];
    return () => {
      Object.assign(file, { offer: to });
      model.begun = true;
      if (to === 'gone') model.holder[id] = file.to;
    };
  };
  const decide = (state: Transfer) => {
    if (what === 'accepts') return acceptTransfer(state, as(agency));
    if (what === 'releases') return release(state, as(agency));
    if (what === 'withdraws')
      return withdrawTransfer(state, { reason: TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_KEPT_BY_GIVER }, as(agency));
    return declineTransfer(state, { reason: TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY }, as(agency));
  };
  return tried(`${agency} ${what} ${id}`, rule, (real) => {
    const item = real.state.status === 'none' ? undefined : real.state.terms.items.get(id);
    return onTransfer(real, item?.transferId ?? '', id, decide);
  });
};

const caseId = fc.constantFrom(...CASES);
const receiver = fc.constantFrom(HERON, EGRET);
const anybody = fc.oneof({ weight: 12, arbitrary: fc.constant(GIVER) }, { weight: 1, arbitrary: fc.constantFrom(HERON, IBIS) });
const party = fc.constantFrom(GIVER, HERON, EGRET);
const answers = fc
  .tuple(party, fc.constantFrom(...(Object.keys(ANSWERS) as (keyof typeof ANSWERS)[])), caseId)
  .map((all) => answering(...all));
const lists = fc.tuple(anybody, caseId, receiver).map((all) => listing(...all));
const reoffers = fc.tuple(anybody, caseId, receiver).map((all) => again(...all));

const often = <Kind>(what: Kind, times: number) => Array.from({ length: times }, () => what);

const steps = fc.commands(
  [
    ...[...often(lists, 3), ...often(answers, 6), ...often(reoffers, 2), ...often(anybody.map(offering), 2)],
    fc.tuple(anybody, caseId).map((all) => removing(...all)),
    fc.tuple(anybody, fc.constantFrom('declared' as const, 'explained' as const), fc.nat(2)).map((all) => counting(...all)),
    fc.tuple(anybody, caseId).map((all) => keeping(...all)),
    fc.tuple(anybody, fc.nat(5)).map(([agency, nr]) => (nr === 0 ? stopping(agency) : offering(agency))),
  ],
  { maxCommands: 60, size: 'max' },
);

test('a handover is what the sheet says, and each case has one holder, whatever anybody does in whatever order', () => {
  const holder = () => Object.fromEntries(CASES.map((id) => [id, GIVER]));
  const begun = [listing(GIVER, 'a', HERON), listing(GIVER, 'b', EGRET), offering(GIVER)];
  const begin = (far: boolean) => {
    const model: Model = { at: 'list', begun: false, declared: 2, explained: 0, files: {}, holder: holder() };
    const real: Real = { state: fold(handover, [drafted(2, 2, 0)]), transfers: new Map(), holder: holder() };
    if (far) for (const one of begun) one.run(model, real);
    return { model, real };
  };
  fc.assert(
    fc.property(steps, fc.boolean(), (commands, far) => fc.modelRun(() => begin(far), commands)),
    { numRuns: 400 },
  );
});
