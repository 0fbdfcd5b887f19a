import type postgres from 'postgres'

/** Tenants of very different size; `fill` distributes the policies. */
const tenants = ['small', 'huge', 'large', ...Array.from({ length: 25 }, (_, n) => `mid-${n}`)]
const rowsPerPolicy = 40

export const areas =
  'Windows BitLocker Defender Edge Office Firewall Update Account Network Audit Credential Browser Kerberos Printing Remote Storage Telemetry Wireless'.split(
    ' ',
  )
export const nouns =
  'password encryption recovery startup logon extension download installation connection certificate notification drive script protocol policy session sharing cache history cleanup'.split(
    ' ',
  )
const verbs = ['Allow', 'Configure', 'Require', 'Prevent', 'Enable', 'Turn off', 'Limit', 'Specify']
const groups = [
  'Baseline',
  'Pilot',
  'Production',
  'Kiosk',
  'Servers',
  'Laptops',
  'Finance',
  'HR',
  'Frontline',
  'Executives',
]
const values =
  'Enabled,Disabled,Not configured,Block,Allow,Require,30,14,true,false,User choice,Administrators only'.split(',')
const sources = 'configurationPolicies deviceConfigurations deviceCompliancePolicies intents compliancePolicies'.split(
  ' ',
)
const types = 'configurationPolicy deviceConfiguration compliancePolicy endpointSecurity compliancePolicy'.split(' ')

/**
 * Fills `policies` and `policy_settings` with about `rows` rows, the same every time, in random order. `windows` is in a
 * third of all rows, `workstations` in a third of the policy names (sorted last), `zanzibar` in one of 150,000 values.
 */
export async function fill(sql: postgres.Sql, workspaceId: string, rows: number): Promise<void> {
  await sql`insert into tenants (workspace_id, entra_tenant_id, app_key, display_name, status)
    select ${workspaceId}, gen_random_uuid()::text, key, key, 'active' from json_array_elements_text(${JSON.stringify(tenants)}::text::json) key`
  await sql.unsafe(`create table bench_policies as select p, t.external_id as tenant, t.app_key as key, h,
      sources[1 + (h / 7) % 5] as source, types[1 + (h / 7) % 5] as type,
      case when h % 3 = 0 then 'Workstations ' else '' end || areas[1 + h % 18] || ' ' || groups[1 + (h / 18) % 10]
        || ' - ' || nouns[1 + (h / 180) % 20] || ' ' || p as name
    from (select p, abs(hashint4(p)) as h, case when p < 125 then 'small' when p % 20 < 12 then 'huge'
        when p % 20 < 15 then 'large' else 'mid-' || (p % 20 - 15) * 5 + p / 20 % 5 end as key
      from generate_series(0, ${Math.ceil(rows / rowsPerPolicy) - 1}) p) made join tenants t on t.app_key = made.key, ${words}`)
  await sql.unsafe(`insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, description,
      content_hash, assignments_state, raw)
    select tenant, source, 'p' || p, 'p' || p, type, name, 'Policy of the bench', md5(name), 'read', ''
    from bench_policies order by hashint4(p + 17)`)
  await sql.unsafe(`insert into policy_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name,
      setting_value, setting_value_type, last_synced_at, source, setting_path, raw_value, definition_id, category,
      is_default, changed_at)
    select key, 'p' || p, name, type, case when r % 3 = 0 then 'Windows Components > ' else '' end || areas[1 + h2 % 18]
        || ' > ' || verbs[1 + (h2 / 18) % 8] || ' ' || nouns[1 + (h2 / 144) % 20] || ' ' || nouns[1 + (h2 / 2880) % 20] || ' ' || s,
      case when h2 % 97 = 0 then 'https://server-' || h2 % 5003 || '.contoso.example/share/' || md5(h2::text)
        when h2 % 150001 = 7 then 'zanzibar' else list[1 + h2 % 12] end,
      'choice', now(), source, id, '"' || id || '_1"', id, 'Administrative Templates\\' || areas[1 + h2 % 18],
      case when type in ('deviceConfiguration', 'compliancePolicy') then h2 % 10 < 6 end, now() - make_interval(hours => h2 % 9000)
    from (select *, p * ${rowsPerPolicy} + s as r, abs(hashint4(p * ${rowsPerPolicy} + s)) as h2
      from bench_policies, generate_series(0, ${rowsPerPolicy - 1}) s order by hashint4(p + 17), s) made, ${words},
      lateral (select 'device_vendor_msft_policy_config_' || lower(areas[1 + h2 % 18]) || '_' || nouns[1 + (h2 / 144) % 20] || '_' || s as id) named`)
  await sql`drop table bench_policies`
}

const list = (texts: readonly string[]) => `array[${texts.map((text) => `'${text}'`).join(', ')}]`

/** All word lists as columns of one row. */
const words = `(select ${list(areas)} as areas, ${list(nouns)} as nouns, ${list(verbs)} as verbs, ${list(groups)} as groups,
  ${list(values)} as list, ${list(sources)} as sources, ${list(types)} as types) words`
