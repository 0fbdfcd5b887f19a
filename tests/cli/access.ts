/** A workspace as the API lists it. */
export const workspace = (over: object = {}) => ({
  workspaceId: '0c8d5f7e-2b1a-4c3d-8e9f-5a6b7c8d9e0f',
  name: 'Müller\u001b[2J',
  role: 'owner',
  ...over,
})
export const otherWorkspaceId = '1f0b6a52-3f6e-4f0c-9d53-000000000000'

/** A tenant as the API tells it. */
export const tenant = (over: object = {}) => ({
  tenantId: '1f0b6a52-3f6e-4f0c-9d53-7a2c1f0b6a52',
  appKey: 'contoso',
  workspaceId: workspace().workspaceId,
  entraTenantId: '11111111-2222-4333-8444-555555555555',
  name: 'Contoso\u001b[2J',
  status: 'active',
  createdAt: '2026-11-29T10:00:00.000Z',
  activatedAt: null,
  ...over,
})
