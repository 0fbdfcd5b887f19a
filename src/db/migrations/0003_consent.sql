CREATE TABLE "tenantpilot"."consent_requests" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"step" text NOT NULL,
	"state_hash" "bytea" NOT NULL,
	"nonce_hash" "bytea",
	"administrator" text,
	"requested_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "consent_requests_step_known" CHECK ("tenantpilot"."consent_requests"."step" in ('consent', 'sign_in', 'confirm', 'done'))
);
--> statement-breakpoint
ALTER TABLE "tenantpilot"."consent_requests" ADD CONSTRAINT "consent_requests_tenant_id_tenants_external_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "tenantpilot"."tenants"("external_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenantpilot"."consent_requests" ADD CONSTRAINT "consent_requests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "tenantpilot"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "consent_requests_by_state" ON "tenantpilot"."consent_requests" USING btree ("state_hash");