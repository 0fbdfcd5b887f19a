-- What Azure has in the database "postgres", as its documents describe it, for a server of this machine. Only an administrator calls
-- it. Real labels need a library of Azure's, so a table keeps who signs in with which role.
create table entra_directory (object_id uuid primary key, type text not null);
create table entra_principals (rolname name primary key, "principalType" text, "objectId" text, "tenantId" text, "isMfa" int, "isAdmin" int);
grant select on entra_directory to public;
grant select, insert on entra_principals to azure_pg_admin;
grant select on entra_principals to public;

create function pgaadauth_create_principal_with_oid(rolename text, objectid text, objecttype text, isadmin boolean, ismfa boolean)
returns text language plpgsql as $$
declare
  found text := (select type from entra_directory where object_id = objectid::uuid);
begin
  if found is null then
    raise exception 'Could not validate Microsoft Entra user % because its name is not found in the tenant.', objectid;
  end if;
  if found <> objecttype then
    raise exception 'incorrect object type provided for principal, given object type: ''%'', actual object type: ''%''', objecttype, found;
  end if;
  execute format('create role %I login %s', rolename, case when isadmin then 'createrole createdb in role azure_pg_admin' else '' end);
  insert into entra_principals values (rolename, objecttype, objectid, '', ismfa::int, isadmin::int);
  return format('Created role for "%s"', rolename);
end $$;

create function pgaadauth_list_principals(isadmin boolean) returns setof entra_principals language sql as
  $$ select * from entra_principals where not isadmin or "isAdmin" = 1 $$;
