CREATE TABLE "tenantpilot"."grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"tenant_id" uuid,
	"tid" uuid NOT NULL,
	"oid" uuid NOT NULL,
	"role" text NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"granted_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "grants_role_known" CHECK ("tenantpilot"."grants"."role" in ('reader', 'operator', 'manager', 'owner')),
	CONSTRAINT "grants_owner_of_workspace" CHECK ("tenantpilot"."grants"."role" <> 'owner' or "tenantpilot"."grants"."tenant_id" is null)
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."idempotency_keys" (
	"workspace_id" uuid NOT NULL,
	"caller" text NOT NULL,
	"acting_for" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"result" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_caller_acting_for_route_key_pk" PRIMARY KEY("workspace_id","caller","acting_for","route","key")
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."workspace_home_tenants" (
	"workspace_id" uuid NOT NULL,
	"tid" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspace_home_tenants_workspace_id_tid_pk" PRIMARY KEY("workspace_id","tid")
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tenantpilot"."audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"tenant_id" uuid,
	"run_id" uuid,
	"actor" text NOT NULL,
	"actor_kind" text,
	"acting_for" text,
	"action" text NOT NULL,
	"target" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."run_events" (
	"run_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"kind" text NOT NULL,
	"actor" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "run_events_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
--> statement-breakpoint
ALTER TABLE "tenantpilot"."runs" ADD COLUMN "acting_for" text;--> statement-breakpoint
ALTER TABLE "tenantpilot"."runs" ADD COLUMN "events" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tenantpilot"."tenants" ADD COLUMN "status" text DEFAULT 'pending' NOT NULL;--> statement-breakpoint
ALTER TABLE "tenantpilot"."tenants" ADD COLUMN "activated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tenantpilot"."tenants" ADD COLUMN "removed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tenantpilot"."grants" ADD CONSTRAINT "grants_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "tenantpilot"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenantpilot"."grants" ADD CONSTRAINT "grants_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "tenantpilot"."tenants"("external_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenantpilot"."workspace_home_tenants" ADD CONSTRAINT "workspace_home_tenants_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "tenantpilot"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenantpilot"."run_events" ADD CONSTRAINT "run_events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "tenantpilot"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "grants_one_per_workspace" ON "tenantpilot"."grants" USING btree ("workspace_id","tid","oid") WHERE "tenantpilot"."grants"."tenant_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "grants_one_per_tenant" ON "tenantpilot"."grants" USING btree ("tenant_id","tid","oid") WHERE "tenantpilot"."grants"."tenant_id" is not null;--> statement-breakpoint
CREATE INDEX "grants_of_account" ON "tenantpilot"."grants" USING btree ("tid","oid");--> statement-breakpoint
CREATE INDEX "idempotency_keys_old" ON "tenantpilot"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "audit_events_of_workspace" ON "tenantpilot"."audit_events" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_of_run" ON "tenantpilot"."audit_events" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "runs_of_tenant" ON "tenantpilot"."runs" USING btree ("tenant_id","seq");--> statement-breakpoint
CREATE INDEX "runs_of_workspace" ON "tenantpilot"."runs" USING btree ("workspace_id","seq");--> statement-breakpoint
CREATE INDEX "runs_not_succeeded_of_tenant" ON "tenantpilot"."runs" USING btree ("tenant_id","status","seq") WHERE "tenantpilot"."runs"."status" <> 'succeeded';--> statement-breakpoint
CREATE INDEX "runs_not_succeeded_of_workspace" ON "tenantpilot"."runs" USING btree ("workspace_id","status","seq") WHERE "tenantpilot"."runs"."status" <> 'succeeded';--> statement-breakpoint
CREATE INDEX "runs_of_tenant_by_time" ON "tenantpilot"."runs" USING btree ("tenant_id","created_at");--> statement-breakpoint
ALTER TABLE "tenantpilot"."tenants" ADD CONSTRAINT "tenants_status_known" CHECK ("tenantpilot"."tenants"."status" in ('pending', 'active', 'paused', 'removed'));--> statement-breakpoint
-- Written by hand: what there is was made by an operator, who may. New ones wait for their administrator.
UPDATE "tenantpilot"."tenants" SET "status" = 'active', "activated_at" = now();
--> statement-breakpoint
ALTER TABLE "tenantpilot"."tenants" ADD CONSTRAINT "tenants_activated" CHECK ("tenantpilot"."tenants"."status" not in ('active', 'paused') or "tenantpilot"."tenants"."activated_at" is not null);
--> statement-breakpoint
-- Written by hand: who inserts an active tenant activates it.
CREATE OR REPLACE FUNCTION "tenantpilot".tenants_fill_app_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF coalesce(new.app_key, '') = '' THEN new.app_key := new.external_id::text; END IF;
	IF tg_op = 'INSERT' AND new.status = 'active' AND new.activated_at IS NULL THEN new.activated_at := clock_timestamp(); END IF;
	RETURN new;
END $$;
