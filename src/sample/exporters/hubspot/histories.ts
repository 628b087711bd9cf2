// Property histories and pipelines in the layout of a connector.

import type { Change, Rep } from '../../account.ts'
import { at, END, type Instant, isoInstant, isoMillis } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import type { Deal, DealEvent } from '../../deal.ts'
import { major } from '../../money.ts'
import { pipelineOf, RENEWAL, SALES, stageOf } from '../../pipeline.ts'
import { CsvFile, YearFiles } from '../csv.ts'
import { dirtOf, syncedAt } from './common.ts'

export function exportHistories(company: Company, dir: string): void {
  pipelines(dir)
  deals(company, dir)
  companies(company, dir)
  contacts(company, dir)
}

function deals(company: Company, dir: string): void {
  const files = new YearFiles(
    (year) => `${dir}/deal_property_history_${year}.csv`,
    ['deal_id', 'timestamp', '_fivetran_synced', 'source', 'name', 'source_id', 'value'],
    dirtOf(company, 'deal_property_history'),
  )
  for (const deal of company.deals) {
    const put = (instant: Instant, name: string, value: string, rep: Rep | null) =>
      files
        .of(instant)
        .row([
          deal.id,
          isoMillis(instant),
          syncedAt(instant),
          rep === null ? 'INTEGRATION' : 'CRM_UI',
          name,
          rep === null ? '' : `userId:${rep.userId}`,
          value,
        ])
    let rep: Rep | null = null
    let isFirst = true
    for (const event of deal.events) {
      if (event.field === 'owner') rep = event.value
      if (isFirst) put(deal.createdAt, 'pipeline', pipelineOf(deal.pipeline).id, rep)
      isFirst = false
      const [name, value] = property(deal, event)
      if (name !== '') put(event.at, name, value, rep)
    }
  }
  files.close()
}

function property(deal: Deal, event: DealEvent): [string, string] {
  switch (event.field) {
    case 'stage':
      return ['dealstage', stageOf(deal.pipeline, event.value).id]
    case 'amount':
      return ['amount', event.value === null ? '' : major(event.value)]
    case 'closeDate':
      return ['closedate', isoInstant(event.value)]
    case 'owner':
      return ['hubspot_owner_id', event.value?.id ?? '']
    case 'forecast':
      return ['hs_manual_forecast_category', event.value]
    default:
      return ['', '']
  }
}

function companies(company: Company, dir: string): void {
  const files = new YearFiles(
    (year) => `${dir}/company_property_history_${year}.csv`,
    ['company_id', 'timestamp', '_fivetran_synced', 'source', 'source_id', 'name', 'value'],
    dirtOf(company, 'company_property_history'),
  )
  for (const account of company.accounts) {
    for (const record of account.records) {
      const put = (name: string, changes: readonly Change<string>[]) => {
        for (const change of changes) {
          if (record.mergedAt !== null && change.at >= record.mergedAt) continue
          const source = name === 'numberofemployees' ? 'BATCH_UPDATE' : 'CRM_UI'
          const cells = [
            record.id,
            isoMillis(change.at),
            syncedAt(change.at),
            source,
            '',
            name,
            change.value,
          ]
          files.of(change.at).row(cells)
        }
      }
      put(
        'hubspot_owner_id',
        record.owners.map(({ at: when, value }) => ({ at: when, value: value.id })),
      )
      put(
        'numberofemployees',
        record.employees.map(({ at: when, value }) => ({ at: when, value: String(value) })),
      )
      put('lifecyclestage', record.lifecycle)
    }
  }
  files.close()
}

function contacts(company: Company, dir: string): void {
  const files = new YearFiles(
    (year) => `${dir}/contact_property_history_${year}.csv`,
    ['contact_id', 'timestamp', '_fivetran_synced', 'source', 'name', 'value', 'source_id'],
    dirtOf(company, 'contact_property_history'),
  )
  for (const contact of company.contacts) {
    for (const [name, changes] of [
      ['lifecyclestage', contact.lifecycle],
      ['hs_lead_status', contact.leadStatus],
    ] as const) {
      for (const change of changes) {
        const source = name === 'lifecyclestage' ? 'AUTOMATION_PLATFORM' : 'CRM_UI'
        files
          .of(change.at)
          .row([
            contact.id,
            isoMillis(change.at),
            syncedAt(change.at),
            source,
            name,
            change.value,
            '',
          ])
      }
    }
  }
  files.close()
}

function pipelines(dir: string): void {
  const synced = isoMillis(END)
  const createdAt = isoMillis(at('2020-02-10T09:00:00'))
  const pipeline = new CsvFile(`${dir}/deal_pipeline.csv`, [
    'pipeline_id',
    '_fivetran_deleted',
    '_fivetran_synced',
    'active',
    'display_order',
    'label',
    'created_at',
    'updated_at',
  ])
  const stage = new CsvFile(`${dir}/deal_pipeline_stage.csv`, [
    '_fivetran_deleted',
    '_fivetran_synced',
    'active',
    'closed_won',
    'is_closed',
    'display_order',
    'probability',
    'stage_id',
    'label',
    'pipeline_id',
    'created_at',
    'updated_at',
  ])
  const flag = (value: boolean) => (value ? 'TRUE' : 'FALSE')
  for (const [order, spec] of [SALES, RENEWAL].entries()) {
    pipeline.row([spec.id, 'FALSE', synced, 'TRUE', order, spec.label, createdAt, createdAt])
    for (const [i, { id, label, probability, isClosed, isWon }] of spec.stages.entries()) {
      const flags = ['FALSE', synced, 'TRUE', flag(isWon), flag(isClosed)]
      stage.row([...flags, i, probability, id, label, spec.id, createdAt, createdAt])
    }
  }
  pipeline.close()
  stage.close()
}
