-- Corrections are few; a case that has none is told page by page from its records as they are.
create index records_corrections on records (key) where type = 'accompany.intake.v1.CorrectionRecorded';
