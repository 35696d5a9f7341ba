-- referral: what a referral shares with its receiver, a CaseDataShared as JSON; null when it shares nothing.
alter table copy_duties add column shared jsonb;
