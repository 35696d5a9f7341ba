-- intake: whether a consent that is not in force any more ran out, or was taken back. What ended before is said to be taken back.
alter table copy_consents add column expired boolean not null default false;
