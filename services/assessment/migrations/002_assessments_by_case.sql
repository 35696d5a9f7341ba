-- Which assessments a case has: the first event of each stream, by case.
create index assessments_by_case on events (key, position) where version = 1;
