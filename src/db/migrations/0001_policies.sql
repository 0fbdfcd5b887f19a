CREATE TABLE "definition_catalogs" (
	"catalog" text PRIMARY KEY NOT NULL,
	"reading_until" timestamp with time zone,
	"last_read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "policies" (
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
	CONSTRAINT "policies_tenant_id_source_graph_id_pk" PRIMARY KEY("tenant_id","source","graph_id")
);
--> statement-breakpoint
CREATE TABLE "policy_assignments" (
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
	CONSTRAINT "policy_assignments_tenant_id_source_graph_id_assignment_key_pk" PRIMARY KEY("tenant_id","source","graph_id","assignment_key")
);
--> statement-breakpoint
ALTER TABLE "policy_settings" ADD COLUMN IF NOT EXISTS "changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "source_states" ADD COLUMN "stale_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "source_states" ADD COLUMN "stale_code" text;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("external_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_assignments" ADD CONSTRAINT "policy_assignments_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("external_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policies_by_name" ON "policies" USING btree ("tenant_id","name","source","graph_id");