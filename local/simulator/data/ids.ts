/** Ids that are GUIDs, as most collections have them. */
export const guids = {
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  make: (uuid: string): string => uuid,
}
