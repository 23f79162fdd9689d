-- Where a wish came from, as W3C Trace Context writes it: null where nobody traces.
alter table intents add column trace_parent text;
alter table outbox add column trace_parent text;
