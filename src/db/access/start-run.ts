/**
 * Lets a request in, and admits a run for the tenant that it names: a third of the time that the statements take one by one
 * under row-level security. Several requests fit into one statement, of any callers: each is let in anew, and what is written is
 * of its tenant alone, in the name of its caller. It runs with the rights of the tables' owner.
 *
 * Gives no row where `enter_request` gives none, and else the place. `id` is null when nothing was done: the role is lower than
 * the one it needs, the tenant is not active, or the request must wait for the tenant's lock, because its lane is busy, too
 * many runs wait, or somebody has the lock. When the lane is idle, the insert alone is safe: a row that was committed meanwhile hits a unique
 * index. A cooldown has no such index.
 */
export const startRun = `
create or replace function tenantpilot.start_run(p_request jsonb)
returns table (workspace_id uuid, workspace_name text, tenant_id uuid, app_key text, tenant_name text, tenant_status text, role text,
  id uuid, status text, deduplicated boolean, lane text, attempt int, due_at text, due_in_ms float8)
language plpgsql security definer set search_path = tenantpilot, pg_temp as $$
#variable_conflict use_column
declare
  ranks constant text[] := array['reader', 'operator', 'manager', 'owner'];
  p record;
  actor text; acting_for text; due timestamptz;
begin
  select * into p from jsonb_to_record(p_request) as p (tid uuid, oid uuid, acting_tid uuid, acting_oid uuid, kind text,
    tenant_key text, role text, operation text, lane text, identity text, input jsonb, is_trailing boolean, event jsonb, max_waiting int, traceparent text);
  -- a row of the ledger is whole, whoever wrote the request
  if not coalesce(p.kind in ('person', 'service') and p.lane in ('sync', 'interactive') and p.operation <> '' and p.identity <> ''
    and p.input is not null and jsonb_typeof(p.event) = 'object' and (p.acting_tid is null) = (p.acting_oid is null), false)
    then return; end if;
  actor := p.tid || '/' || p.oid;
  acting_for := p.acting_tid || '/' || p.acting_oid;
  select e.* into workspace_id, workspace_name, tenant_id, app_key, tenant_name, tenant_status, role
    from enter_request(p.tid, p.oid, p.acting_tid, p.acting_oid, p.tenant_key, null) e where p.tenant_key is not null;
  if tenant_id is null then return; end if;
  if start_run.tenant_status <> 'active'
    or coalesce(array_position(ranks, start_run.role) < array_position(ranks, p.role), true) then return next; return; end if;
  select r.id, r.status, true into id, status, deduplicated from runs r
    where r.tenant_id = start_run.tenant_id and r.identity = p.identity
      and r.status in ('queued', 'running') and (not p.is_trailing or (r.status = 'queued' and r.attempt = 0))
    order by r.seq desc limit 1;
  if start_run.id is not null then
    if p.kind = 'person' or p.acting_oid is not null then perform follow_run(start_run.id); end if;
    return next; return;
  end if;
  perform from runs r where r.tenant_id = start_run.tenant_id and r.lane = p.lane and r.status in ('queued', 'running');
  if found then return next; return; end if;
  if (select count(*) from runs r where r.tenant_id = start_run.tenant_id and r.status = 'queued') >= p.max_waiting
    then return next; return; end if;
  perform from tenants t where t.external_id = start_run.tenant_id for no key update skip locked;
  if not found then return next; return; end if;
  insert into runs as r (workspace_id, tenant_id, operation, lane, identity, input, requested_by, acting_for, traceparent, events, dispatched_at)
    values (start_run.workspace_id, start_run.tenant_id, p.operation, p.lane, p.identity, p.input, actor, acting_for, p.traceparent, 1,
      clock_timestamp())
    on conflict do nothing
    returning r.id, r.status, false, r.lane, r.attempt, r.due_at into id, status, deduplicated, lane, attempt, due;
  if start_run.id is not null then
    due_at := due::text;
    due_in_ms := extract(epoch from due - clock_timestamp()) * 1000;
    insert into run_events (run_id, seq, kind, actor, data) values (start_run.id, 1, 'queued', actor, p.event);
    insert into audit_events (workspace_id, tenant_id, run_id, action, actor, actor_kind, acting_for, data)
      values (start_run.workspace_id, start_run.tenant_id, start_run.id, 'run.started', actor, p.kind, acting_for,
        jsonb_build_object('operation', p.operation));
  end if;
  return next;
end $$`
