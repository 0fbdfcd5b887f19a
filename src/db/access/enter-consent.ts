/**
 * Lets a transaction without a caller read and write one tenant: the one for whose consent a link was made. Gives back what the
 * link's page says, and nothing for a state that is unknown, used or expired, or of another step; the state of the step `consent`
 * counts until the administrator has confirmed. It runs with the rights of the tables' owner, because the browser that comes back
 * from Entra brings no access token, only the state; what follows is bound by the same row-level security as any request.
 */
export const enterConsent = `
create or replace function tenantpilot.enter_consent(p_state_hash bytea, p_step text)
returns table (tenant_id uuid, workspace_id uuid, workspace_name text, tenant_name text, entra_tenant_id text, nonce_hash bytea, administrator text)
language plpgsql security definer set search_path = tenantpilot, pg_temp as $$
#variable_conflict use_column
begin
  if current_setting('role') <> 'tenantpilot_api' then
    raise exception 'enter_consent needs the role tenantpilot_api' using errcode = 'insufficient_privilege';
  end if;
  for tenant_id, workspace_id, workspace_name, tenant_name, entra_tenant_id, nonce_hash, administrator in
    select c.tenant_id, c.workspace_id, w.name, t.display_name, t.entra_tenant_id, c.nonce_hash, c.administrator
    from consent_requests c join tenants t on t.external_id = c.tenant_id join workspaces w on w.id = c.workspace_id
    where ((p_step = 'consent' and c.state_hash = p_state_hash and c.step <> 'done')
        or (c.next_state_hash = p_state_hash and c.step = p_step))
      and c.expires_at > clock_timestamp()
      and t.status <> 'removed' and t.workspace_id = c.workspace_id
      -- a link ends with the right to make it
      and exists (select from grants g join workspace_home_tenants h on h.workspace_id = g.workspace_id and h.tid = g.tid
        where g.workspace_id = c.workspace_id and (g.tenant_id is null or g.tenant_id = c.tenant_id)
          and g.role in ('manager', 'owner') and g.tid || '/' || g.oid = c.requested_by)
  loop
    perform set_config('tenantpilot.tenants', tenant_id::text, true);
    return next;
  end loop;
end $$`
