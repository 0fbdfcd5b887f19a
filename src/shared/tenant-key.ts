/** The form of what names a tenant in a URL: its `external_id`, or its key in the existing app. */
export const tenantKeyForm = /^(?!\.{1,2}$)[\w.-]{1,128}$/
