/** What `revops status` says of the quality of the published data: the score and what fails. */
import type { Manifest } from '../warehouse/manifest.ts'

/** What is known of the quality of a source; null where nothing is checked. */
interface SourceQuality {
  readonly source: string
  /** From 0 to 100. */
  readonly score: number | null
  readonly silent_hours: number | null
  readonly checks: number
  readonly failed_checks: number
  /** Days and weeks of the last seven days with fewer or more records than expected. */
  readonly volume_anomalies: number
}

export interface DataQuality {
  readonly score: number | null
  readonly checks: number
  readonly failed_checks: number
  readonly sources: readonly SourceQuality[]
  /** The score of the published build and of those before, by the day that the data reached. */
  readonly history: readonly { readonly day: string; readonly score: number | null }[]
}

/** The table that the view `data_quality` reads. */
const quality = 'mart_data_quality'

// The measures of the view say what a score is; asking them takes longer than all else of a status.
// A test holds the two to each other.
const score = '100 * sum(score_points) / nullif(sum(score_weight), 0)'
const ofToday = `with today as (
  from ${quality} where measured_date = (select max(measured_date) from ${quality}))`
const counts = `coalesce(sum(check_count), 0)::double as checks,
  coalesce(sum(failed_check_count), 0)::double as failed_checks`

/** The quality of a build; undefined where it was made by code that does not measure it. */
export async function dataQualityOf(
  warehouse: string,
  { tables, data_as_of }: Manifest,
): Promise<DataQuality | undefined> {
  const table = tables[quality]
  if (!table) return undefined
  const { connectReader, openBuild } = await import('../warehouse/open.ts')
  const instance = await openBuild(warehouse, { [quality]: table })
  const connection = await connectReader(instance)
  try {
    const rows = async <T>(query: string) =>
      (await connection.runAndReadAll(query)).getRowObjectsJson() as unknown as readonly T[]
    const [all] = await rows<Pick<DataQuality, 'score' | 'checks' | 'failed_checks'>>(
      `${ofToday} select ${score} as score, ${counts} from today`,
    )
    const since = `timestamp '${data_as_of.replace(/[TZ]/g, ' ')}'::date - 7`
    return {
      ...all!,
      sources: await rows<SourceQuality>(`${ofToday},
        odd as (
          select source_system, sum(anomaly_count)::double as volume_anomalies from ${quality}
          where date + if(band_period = 'week', 6, 0) >= ${since} group by all)
        select today.source_system as source, ${score} as score,
          max(silent_hours) as silent_hours, ${counts},
          coalesce(any_value(volume_anomalies), 0) as volume_anomalies
        from today left join odd using (source_system)
        group by all order by score, source`),
      history: await rows<DataQuality['history'][number]>(`
        select measured_date::varchar as day, ${score} as score from ${quality}
        where measured_date is not null group by all order by day`),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
