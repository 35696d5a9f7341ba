-- Which matters a case has: the first event of each stream, by case.
create index matters_by_case on events (key, position) where version = 1;
