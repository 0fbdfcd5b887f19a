-- Edited by hand: the journal of migrations made the schema already. "policy_settings" may belong to the app and is busy: settings-table.ts.
CREATE SCHEMA IF NOT EXISTS "tenantpilot";
--> statement-breakpoint
CREATE TABLE "tenantpilot"."definition_catalogs" (
	"catalog" text PRIMARY KEY NOT NULL,
	"reading_until" timestamp with time zone,
	"last_read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."setting_definitions" (
	"catalog" text NOT NULL,
	"id_lower" text NOT NULL,
	"definition" jsonb,
	"fetched_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "setting_definitions_catalog_id_lower_pk" PRIMARY KEY("catalog","id_lower")
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."policies" (
	"tenant_id" uuid NOT NULL,
	"source" text NOT NULL,
	"graph_id" text NOT NULL,
	"graph_policy_id" text NOT NULL,
	"policy_type" text NOT NULL,
	"odata_type" text,
	"name" text NOT NULL,
	"description" text,
	"platforms" text,
	"technologies" text,
	"template_id" text,
	"template_family" text,
	"template_version" text,
	"scope_tag_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone,
	"modified_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"assignments_hash" text,
	"assignments_state" text NOT NULL,
	"raw" "bytea" NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_full_read_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "policies_tenant_id_source_graph_id_pk" PRIMARY KEY("tenant_id","source","graph_id"),
	CONSTRAINT "policies_assignments_state_known" CHECK ("tenantpilot"."policies"."assignments_state" in ('read', 'unreadable'))
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."policy_assignments" (
	"tenant_id" uuid NOT NULL,
	"source" text NOT NULL,
	"graph_id" text NOT NULL,
	"assignment_key" text NOT NULL,
	"target_kind" text NOT NULL,
	"group_id" text,
	"group_name" text,
	"filter_id" text,
	"filter_name" text,
	"filter_mode" text,
	"intent" text,
	CONSTRAINT "policy_assignments_tenant_id_source_graph_id_assignment_key_pk" PRIMARY KEY("tenant_id","source","graph_id","assignment_key"),
	CONSTRAINT "policy_assignments_filter_mode_known" CHECK ("tenantpilot"."policy_assignments"."filter_mode" in ('include', 'exclude'))
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."source_states" (
	"tenant_id" uuid NOT NULL,
	"source" text NOT NULL,
	"last_full_read_at" timestamp with time zone,
	"withheld" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"stale_since" timestamp with time zone,
	"stale_code" text,
	CONSTRAINT "source_states_tenant_id_source_pk" PRIMARY KEY("tenant_id","source")
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."run_items" (
	"run_id" uuid NOT NULL,
	"item_key" text NOT NULL,
	"attempt" integer NOT NULL,
	"source" text NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"outcome" text NOT NULL,
	"code" text,
	"message" text,
	"inserted" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "run_items_run_id_item_key_pk" PRIMARY KEY("run_id","item_key"),
	CONSTRAINT "run_items_outcome_known" CHECK ("tenantpilot"."run_items"."outcome" in ('succeeded', 'failed', 'skipped', 'removed')),
	CONSTRAINT "run_items_numbers_not_negative" CHECK (least("tenantpilot"."run_items"."attempt", "tenantpilot"."run_items"."inserted", "tenantpilot"."run_items"."updated", "tenantpilot"."run_items"."unchanged", "tenantpilot"."run_items"."removed") >= 0)
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"tenant_id" uuid,
	"operation" text NOT NULL,
	"lane" text,
	"identity" text NOT NULL,
	"input" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "tenantpilot"."runs_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"status" text DEFAULT 'queued' NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dispatched_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"attempt" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"cancel_requested_at" timestamp with time zone,
	"progress" jsonb,
	"counts" jsonb,
	"error" jsonb,
	"failed_by" text,
	"requested_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "runs_status_known" CHECK ("tenantpilot"."runs"."status" in ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled')),
	CONSTRAINT "runs_lane_known" CHECK ("tenantpilot"."runs"."lane" in ('sync', 'interactive')),
	CONSTRAINT "runs_numbers_not_negative" CHECK ("tenantpilot"."runs"."attempt" >= 0 and "tenantpilot"."runs"."failures" >= 0)
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."schedules" (
	"tenant_id" uuid NOT NULL,
	"operation" text NOT NULL,
	"input" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"every_minutes" integer NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	CONSTRAINT "schedules_tenant_id_operation_pk" PRIMARY KEY("tenant_id","operation"),
	CONSTRAINT "schedules_every_minutes_in_range" CHECK ("tenantpilot"."schedules"."every_minutes" between 1 and 527040)
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."tenants" (
	"external_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"entra_tenant_id" text NOT NULL,
	"app_key" text DEFAULT '' NOT NULL,
	"display_name" text NOT NULL,
	"graph_not_before" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_app_key_unique" UNIQUE("app_key"),
	CONSTRAINT "tenants_entra_unique" UNIQUE("workspace_id","entra_tenant_id")
);
--> statement-breakpoint
CREATE TABLE "tenantpilot"."workspaces" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tenantpilot"."policies" ADD CONSTRAINT "policies_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "tenantpilot"."tenants"("external_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenantpilot"."policy_assignments" ADD CONSTRAINT "policy_assignments_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "tenantpilot"."tenants"("external_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenantpilot"."source_states" ADD CONSTRAINT "source_states_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "tenantpilot"."tenants"("external_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenantpilot"."run_items" ADD CONSTRAINT "run_items_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "tenantpilot"."runs"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenantpilot"."runs" ADD CONSTRAINT "runs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "tenantpilot"."workspaces"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenantpilot"."runs" ADD CONSTRAINT "runs_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "tenantpilot"."tenants"("external_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD CONSTRAINT "schedules_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "tenantpilot"."tenants"("external_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tenantpilot"."tenants" ADD CONSTRAINT "tenants_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "tenantpilot"."workspaces"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "policies_one_per_stored_id" ON "tenantpilot"."policies" USING btree ("tenant_id","graph_policy_id");
--> statement-breakpoint
CREATE INDEX "policies_in_order" ON "tenantpilot"."policies" USING btree ("tenant_id",left("name", 200),"source","graph_id");
--> statement-breakpoint
CREATE INDEX "policies_removed" ON "tenantpilot"."policies" USING btree ("removed_at") WHERE "tenantpilot"."policies"."removed_at" is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_dispatched_per_lane" ON "tenantpilot"."runs" USING btree ("tenant_id","lane") WHERE "tenantpilot"."runs"."dispatched_at" is not null and "tenantpilot"."runs"."status" in ('queued', 'running');
--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_waiting_per_identity" ON "tenantpilot"."runs" USING btree ("tenant_id","identity") WHERE "tenantpilot"."runs"."status" = 'queued' and "tenantpilot"."runs"."attempt" = 0;
--> statement-breakpoint
CREATE INDEX "runs_active" ON "tenantpilot"."runs" USING btree ("tenant_id","lane","seq") WHERE "tenantpilot"."runs"."status" in ('queued', 'running');
--> statement-breakpoint
CREATE INDEX "runs_active_by_identity" ON "tenantpilot"."runs" USING btree ("tenant_id","identity") WHERE "tenantpilot"."runs"."status" in ('queued', 'running');
--> statement-breakpoint
CREATE INDEX "runs_by_identity" ON "tenantpilot"."runs" USING btree ("tenant_id","identity","finished_at");
--> statement-breakpoint
CREATE INDEX "runs_ended" ON "tenantpilot"."runs" USING btree ("finished_at","lane","status") WHERE "tenantpilot"."runs"."failed_by" is null and "tenantpilot"."runs"."finished_at" is not null;
--> statement-breakpoint
CREATE INDEX "runs_dead_lettered" ON "tenantpilot"."runs" USING btree ("finished_at","lane") WHERE "tenantpilot"."runs"."failed_by" is not null;
--> statement-breakpoint
-- Written by hand: a column's default cannot look at another column.
CREATE FUNCTION "tenantpilot".tenants_fill_app_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF coalesce(new.app_key, '') = '' THEN new.app_key := new.external_id::text; END IF;
	RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER tenants_fill_app_key BEFORE INSERT OR UPDATE ON "tenantpilot"."tenants"
	FOR EACH ROW EXECUTE FUNCTION "tenantpilot".tenants_fill_app_key();
--> statement-breakpoint
-- Written by hand: room on each page for the next sync's version of its rows, which then needs no index entry.
ALTER TABLE "tenantpilot"."policies" SET (fillfactor = 50);
