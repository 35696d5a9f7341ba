-- referral: accepted referrals that have not ended. A referral may be accepted while there is only a report; who accepted it joins
-- when the case is opened.
create table copy_acceptances (
  referral_id uuid primary key,
  case_id     uuid not null,
  agency      text not null
);

create index copy_acceptances_by_case on copy_acceptances (case_id);
