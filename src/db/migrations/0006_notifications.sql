CREATE TABLE "tenantpilot"."notifications" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "tenantpilot"."notifications_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"recipient" text NOT NULL,
	"workspace_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"event" integer NOT NULL,
	"status" text NOT NULL,
	"code" text,
	"counts" jsonb,
	"at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "notifications_recipient_id_pk" PRIMARY KEY("recipient","id"),
	CONSTRAINT "notifications_status_known" CHECK ("tenantpilot"."notifications"."status" in ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "tenantpilot"."notifications" USING btree ("recipient","id") WHERE "tenantpilot"."notifications"."read_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_once" ON "tenantpilot"."notifications" USING btree ("run_id","recipient","event");