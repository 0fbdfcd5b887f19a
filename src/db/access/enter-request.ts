/** What `api` may read in this transaction: settings that `enter_request` has made, and nothing before it. */
export const readableLists = [
  `create or replace function tenantpilot.readable_tenants() returns uuid[] language sql stable parallel safe as $$
    select string_to_array(nullif(current_setting('tenantpilot.tenants', true), ''), ',')::uuid[] $$`,
  `create or replace function tenantpilot.readable_workspaces() returns uuid[] language sql stable parallel safe as $$
    select string_to_array(nullif(current_setting('tenantpilot.workspaces', true), ''), ',')::uuid[] $$`,
  `create or replace function tenantpilot.readable_keys() returns text[] language sql stable parallel safe as $$
    select array(select jsonb_array_elements_text(nullif(current_setting('tenantpilot.app_keys', true), '')::jsonb)) $$`,
]

/**
 * Finds where a caller has a role, and lets the transaction read these places and no others. A row for each: a workspace
 * (`tenant_id` null), or a tenant in it. With a tenant's key or a workspace, only there. For an acting user the lower of both
 * roles counts, and never `owner`. It runs with the rights of the tables' owner, because nobody else sees other people's
 * tenants; so it gives nothing back of a place without a role.
 */
export const enterRequest = `
create or replace function tenantpilot.enter_request(
  p_tid uuid, p_oid uuid, p_acting_tid uuid, p_acting_oid uuid, p_tenant_key text, p_workspace uuid)
returns table (workspace_id uuid, workspace_name text, tenant_id uuid, app_key text, tenant_name text, tenant_status text, role text)
language plpgsql security definer set search_path = tenantpilot, pg_temp as $$
#variable_conflict use_column
declare
  ranks constant text[] := array['reader', 'operator', 'manager', 'owner'];
  tenants text[] := '{}'; workspaces text[] := '{}'; keys text[] := '{}';
begin
  -- a pooler that drops parameters of the start would leave the session with all rights of its login
  if current_setting('role') <> 'tenantpilot_api' then
    raise exception 'enter_request needs the role tenantpilot_api' using errcode = 'insufficient_privilege';
  end if;
  for workspace_id, workspace_name, tenant_id, app_key, tenant_name, tenant_status, role in
    with given as (
      select g.workspace_id, g.tenant_id, array_position(ranks, g.role) as rank, false as acting
      from grants g join workspace_home_tenants h on h.workspace_id = g.workspace_id and h.tid = g.tid
      where g.tid = p_tid and g.oid = p_oid
      union all
      select g.workspace_id, g.tenant_id, array_position(ranks, g.role), true
      from grants g join workspace_home_tenants h on h.workspace_id = g.workspace_id and h.tid = g.tid
      where g.tid = p_acting_tid and g.oid = p_acting_oid),
    asked as (
      (select t.workspace_id, t.external_id as tenant_id from tenants t
        where p_tenant_key is not null and t.status <> 'removed'
          and (t.app_key = p_tenant_key or t.external_id = case
            when p_tenant_key ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_tenant_key::uuid end)
        order by t.external_id::text = lower(p_tenant_key) desc limit 1)
      union
      select given.workspace_id, given.tenant_id from given
        where p_tenant_key is null and (p_workspace is null or given.workspace_id = p_workspace)),
    ranked as (
      select asked.workspace_id, asked.tenant_id,
        (select max(rank) from given where not acting and given.workspace_id = asked.workspace_id
          and (given.tenant_id is null or given.tenant_id = asked.tenant_id)) as own,
        (select max(rank) from given where acting and given.workspace_id = asked.workspace_id
          and (given.tenant_id is null or given.tenant_id = asked.tenant_id)) as acted
      from asked)
    select ranked.workspace_id, w.name, ranked.tenant_id, t.app_key, t.display_name, t.status,
      ranks[case when p_acting_oid is null then own else least(own, acted, 3) end]
    from ranked join workspaces w on w.id = ranked.workspace_id left join tenants t on t.external_id = ranked.tenant_id
    where own is not null and (p_acting_oid is null or acted is not null)
      and (ranked.tenant_id is null or t.status <> 'removed')
  loop
    if tenant_id is null then workspaces := workspaces || workspace_id::text;
    else tenants := tenants || tenant_id::text; keys := keys || app_key; end if;
    return next;
  end loop;
  perform set_config('tenantpilot.tenants', array_to_string(tenants, ','), true),
    set_config('tenantpilot.workspaces', array_to_string(workspaces, ','), true),
    set_config('tenantpilot.app_keys', to_jsonb(keys)::text, true),
    set_config('tenantpilot.caller', p_tid || '/' || p_oid, true),
    set_config('tenantpilot.recipient', coalesce(p_acting_tid || '/' || p_acting_oid, p_tid || '/' || p_oid), true);
end $$`

/**
 * Tells whether this transaction sees a run, be it inserted by the same statement: a volatile function looks with a snapshot
 * of its own. With the rights of its caller, so that row-level security decides.
 */
export const seesRun = `
create or replace function tenantpilot.sees_run(p_run uuid) returns boolean language plpgsql volatile as $$
begin
  return exists (select from tenantpilot.runs where id = p_run);
end $$`

/** Tells whether an id exists that this transaction cannot see, and nothing else of it. */
export const existsElsewhere = `
create or replace function tenantpilot.exists_elsewhere(p_table text, p_id uuid) returns boolean
language sql stable security definer set search_path = tenantpilot, pg_temp as $$
  select case p_table
    when 'runs' then exists (select from runs where id = p_id)
    when 'grants' then exists (select from grants where id = p_id) end $$`

/** Refuses every change of what was written to the audit log, from the tables' owner too. */
export const appendOnly = [
  `create or replace function tenantpilot.audit_is_append_only() returns trigger language plpgsql as $$
    begin raise exception 'audit_events is append-only' using errcode = 'insufficient_privilege'; end $$`,
  `create or replace trigger audit_events_append_only before update or delete or truncate on tenantpilot.audit_events
    for each statement execute function tenantpilot.audit_is_append_only()`,
]
