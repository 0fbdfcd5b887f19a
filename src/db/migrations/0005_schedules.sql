ALTER TABLE "tenantpilot"."schedules" ALTER COLUMN "every_minutes" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD COLUMN "cron" text;--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD COLUMN "jitter_minutes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD COLUMN "anchor_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "schedules_due" ON "tenantpilot"."schedules" USING btree ("next_at") WHERE "tenantpilot"."schedules"."enabled";--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD CONSTRAINT "schedules_one_timing" CHECK (num_nonnulls("tenantpilot"."schedules"."every_minutes", "tenantpilot"."schedules"."cron") = 1);--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD CONSTRAINT "schedules_cron_in_a_zone" CHECK (("tenantpilot"."schedules"."cron" is null) = ("tenantpilot"."schedules"."time_zone" is null));--> statement-breakpoint
ALTER TABLE "tenantpilot"."schedules" ADD CONSTRAINT "schedules_jitter_in_range" CHECK ("tenantpilot"."schedules"."jitter_minutes" between 0 and 720);--> statement-breakpoint
UPDATE "tenantpilot"."schedules" SET "anchor_at" = "next_at";
