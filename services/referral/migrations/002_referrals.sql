-- Our own referrals as worklists show them, made from our own events by src/views.ts.
create table view_referrals (
  referral_id  text primary key,
  case_id      text not null,
  need_id      text not null,
  sender       text not null,
  receiver     text not null,
  status       text not null,
  category     integer not null,
  urgency      integer not null,
  due_by       timestamptz,
  overdue      boolean not null default false,
  status_since timestamptz not null,
  -- Worklists are ordered by due time, drafts last.
  sort_by      timestamptz not null generated always as (coalesce(due_by, 'infinity'::timestamptz)) stored
);

create index view_referrals_receiver on view_referrals (receiver, sort_by, referral_id);
create index view_referrals_sender on view_referrals (sender, sort_by, referral_id);
create index view_referrals_case on view_referrals (case_id, need_id, receiver);
