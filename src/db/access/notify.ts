/** Of the advisory locks of runs' notifications: any number that only this file uses. */
const lockSeed = 7_265_206

/**
 * Tells people of a run's event, in its transaction: none is lost and none comes twice, wherever a process dies. Who asked in
 * person, or follows, hears that the run waits, works and has ended. A service that asked for itself, and the operators of a
 * tenant for what a schedule started, hear of failed and partial ends alone. A later notification of a run makes the earlier
 * ones read. A row that is there already hinders no transition. With the rights of the tables' owner, because it looks up grants and writes rows of others.
 */
const notifyOfEvent = `
create or replace function tenantpilot.notify_of_event() returns trigger language plpgsql security definer set search_path = tenantpilot, pg_temp as $$
declare
  run record;
  who text;
  in_person boolean;
  told text := case new.kind when 'queued' then 'queued' when 'started' then 'running' else new.data ->> 'status' end;
begin
  -- one statement, because a start waits for it
  if new.kind = 'queued' then
    insert into notifications (recipient, workspace_id, tenant_id, run_id, event, status, at)
      select coalesce(r.acting_for, r.requested_by), r.workspace_id, r.tenant_id, r.id, new.seq, told, new.at from runs r
      where r.id = new.run_id and r.lane is not null and coalesce(r.acting_for, r.requested_by) like '%/%' and not new.data ? 'byService'
      on conflict do nothing;
    return null;
  end if;
  -- a later attempt is no news
  if new.kind = 'started' and new.data ->> 'attempt' <> '1' then return null; end if;
  select r.workspace_id, r.tenant_id, r.lane, r.requested_by, r.acting_for, r.counts into run from runs r where r.id = new.run_id;
  if run.lane is null then return null; end if;
  who := coalesce(run.acting_for, run.requested_by);
  in_person := coalesce(who like '%/%', false) and not exists (
    select from run_events e where e.run_id = new.run_id and e.seq = 1 and e.data ? 'byService');
  -- after it, whoever follows the run meanwhile has a row, or sees what it is now
  perform pg_advisory_xact_lock(hashtextextended(new.run_id::text, ${lockSeed}));
  -- not "where read_at is null": the index of all that somebody has not read would be searched
  update notifications n set read_at = coalesce(n.read_at, clock_timestamp()) where n.run_id = new.run_id;
  insert into notifications (recipient, workspace_id, tenant_id, run_id, event, status, code, counts, at)
    select recipient, run.workspace_id, run.tenant_id, new.run_id, new.seq, told, new.data ->> 'code',
      case when new.kind = 'ended' then run.counts end, new.at
    from (select who as recipient where in_person or (who like '%/%' and told in ('failed', 'partial'))
      union select n.recipient from notifications n where n.run_id = new.run_id
      union select g.tid || '/' || g.oid from grants g
        join workspace_home_tenants h on h.workspace_id = g.workspace_id and h.tid = g.tid
        where run.requested_by = 'schedule' and told in ('failed', 'partial') and g.workspace_id = run.workspace_id
          and (g.tenant_id is null or g.tenant_id = run.tenant_id) and g.role <> 'reader') r
    on conflict do nothing;
  return null;
end $$`

/**
 * Makes whom this transaction is of hear of an active run that somebody else has asked for, as if it were his own. The lock makes
 * it wait for an event whose transaction could not see the new row; a lock on the run's row would wait for its whole last step.
 */
const followRun = `
create or replace function tenantpilot.follow_run(p_run uuid) returns void
language plpgsql volatile security definer set search_path = tenantpilot, pg_temp as $$
declare
  who constant text := current_setting('tenantpilot.recipient');
begin
  if exists (select from notifications n where n.run_id = p_run and n.recipient = who) then return; end if;
  perform pg_advisory_xact_lock_shared(hashtextextended(p_run::text, ${lockSeed}));
  insert into notifications (recipient, workspace_id, tenant_id, run_id, event, status, at)
    select who, r.workspace_id, r.tenant_id, r.id, r.events, r.status, clock_timestamp()
    from runs r where r.id = p_run and r.lane is not null and r.status in ('queued', 'running')
      and r.tenant_id = any (string_to_array(current_setting('tenantpilot.tenants'), ',')::uuid[])
    on conflict do nothing;
end $$`

/** What tells people of runs. */
export const notifying = [
  notifyOfEvent,
  `create or replace trigger run_events_notify after insert on tenantpilot.run_events
    for each row when (new.kind in ('queued', 'started', 'ended')) execute function tenantpilot.notify_of_event()`,
  followRun,
]
