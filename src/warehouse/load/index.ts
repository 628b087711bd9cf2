/** The loader of raw exports: survey the folder, then load each export into a table. */
import type { LoadOptions, LoadReport } from './load_export.ts'

export type { LoadOptions, LoadReport } from './load_export.ts'
export {
  type Survey,
  type SurveyedExport,
  type SurveyedFile,
  surveyExports,
} from './survey.ts'

/**
 * Loads the files of an export that are not loaded yet, and decides which of all rows stand.
 *
 * @throws UserError or Findings where a file is damaged, or more rows are refused than may be
 */
export async function loadExport(options: LoadOptions): Promise<LoadReport> {
  // Imported only now: a build that has nothing to load does not load DuckDB.
  return (await import('./load_export.ts')).loadExport(options)
}
