/** What is checked of the data, and a row of what was found. */
import { settings } from '../../src/settings.ts'

/** The checks by the names that settings weigh them under. Each is a part of the score. */
export const checks = {
  refused_rows: 'Refused rows',
  duplicates: 'Duplicates',
  email_addresses: 'E-mail addresses',
  completeness: 'Completeness',
  history: 'History',
  unknown_keys: 'Unknown keys',
  freshness: 'Freshness',
  audits: 'Audits',
  volume: 'Volume',
} as const satisfies Record<keyof typeof settings.qualityWeights, string>
type Check = (typeof checks)[keyof typeof checks]

/** What a check weighs in the score of an object. */
export const weights = Object.entries(checks).map(
  ([name, check]) => [check, settings.qualityWeights[name as keyof typeof checks]] as const,
)

/** What a check found of a source, an object and a part of it. Columns that a check lacks are null. */
export interface Found {
  readonly check_name: Check
  readonly source_system: string
  readonly object_name: string
  /** The export by its system’s own word. */
  readonly export_name: string | null
  readonly table_name: string | null
  /** The field, key or promise. */
  readonly item: string | null
  /** What was looked at, and of it what is not as it should be. */
  readonly checked_count: number
  readonly failed_count: number
  /** Checks that pass or fail as a whole, and those that failed. */
  readonly check_count: number | null
  readonly failed_check_count: number | null
  readonly silent_hours: number | null
  /** What counts for the score, where it is not the part that did not fail. */
  readonly share: number | null
}

/** What stands where something has no source, object or item of its own. */
export const notAllocated = 'Not allocated'

/** A business object in words: `ad spend`. */
export const inWords = (name: string) => name.replaceAll('_', ' ')
