import * as z from 'zod'

export const Time = z.iso.datetime().describe('ISO 8601, in UTC.')
export const Count = z.int().min(0)
export const nextCursor = z.string().nullable().describe('For the next page; null on the last one.')
