/** The ways of leads through the funnel, step by step: what cycles are made of. */
import { day, flag, integer, oneOf, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { chosen, isOneOf, placeAmong } from '../../src/sql/choice.ts'
import { firstKnown, greatestWhere, leastWhere } from '../../src/sql/latest.ts'
import { comparable, scopedId, serial } from '../../src/sql/text.ts'
import { atMoment, dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { following, isChange, place } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import {
  type CycleStage,
  cycleStages,
  endingNames,
  firstStages,
  stageByName,
} from '../funnel_stages.ts'
import { stgLeadStages } from '../staging/stg_lead_stages.ts'
import { stgPeople } from '../staging/stg_people.ts'
import { dimPeople } from './dim_people.ts'
import { mapPeople } from './map_people.ts'

export const fctLeadStages = defineTable({
  name: 'fct_lead_stages',
  description:
    'Every recorded entry of a person into a stage of the funnel, by lead cycle, regressions included; without entries before the person was a lead, and those of internal, deleted and merged-away records.',
  grain: ['source_key', 'stage_name', 'entered_at'],
  relations: [{ column: 'person_id', to: dimPeople }],
  columns: {
    person_id: text('The person.'),
    source_key: text('The record that says so, scoped by source.'),
    source_system: text('The CRM.'),
    source_instance: text('The portal or organisation; empty for the only one.'),
    stage: oneOf(cycleStages, 'The stage of the funnel.'),
    stage_name: text('The stage as the CRM names it.'),
    is_regression: flag('Whether the person had been further in the same cycle.'),
    entered_at: timestamp(
      'When; a date without a time, on the day on which the record became a lead, is that instant.',
    ),
    entered_date: day('The day of entered_at.'),
    cycle_number: integer('The lead cycle of the person, over all CRMs, from 1.'),
  },
  query: (db) =>
    db
      .with('entry', () => entries(db))
      .with('record', (from) =>
        from
          .selectFrom('entry')
          .groupBy(['entry.person_id', 'entry.crm', 'entry.source_key', 'entry.record_type'])
          .select(({ eb, fn, ref }) => [
            'entry.person_id',
            'entry.crm',
            'entry.source_key',
            'entry.record_type',
            leastWhere(ref('entry.entered_at'), eb('entry.stage', 'in', firstStages)).as(
              'first_at',
            ),
            greatestWhere(ref('entry.entered_at'), ref('entry.is_end')).as('ended_at'),
            fn.min('entry.entered_at').as('known_at'),
          ]),
      )
      // A record that ends is not the one by which a person comes back: life is counted by ends.
      .with('lived', (from) =>
        from
          .selectFrom('record')
          .leftJoin('record as earlier', (join) =>
            join
              .onRef('earlier.person_id', '=', 'record.person_id')
              .onRef('earlier.crm', '=', 'record.crm')
              .onRef('earlier.source_key', '!=', 'record.source_key')
              .onRef('earlier.ended_at', '<=', 'record.known_at'),
          )
          .groupBy(['record.person_id', 'record.crm', 'record.source_key', 'record.first_at'])
          .select(({ fn }) => [
            'record.person_id',
            'record.crm',
            'record.source_key',
            'record.first_at',
            // Not a condition of the join: of the left side alone, it would compare each with each.
            fn
              .count<number>('earlier.source_key')
              .filterWhere('record.record_type', '=', 'lead')
              .as('life'),
          ]),
      )
      // Second records of a person fill the cycles that the first one opens.
      .with('leader', (from) =>
        from
          .selectFrom('lived')
          .where('lived.first_at', 'is not', null)
          .groupBy(['lived.person_id', 'lived.crm', 'lived.life'])
          .select(({ fn, ref }) => [
            'lived.person_id',
            'lived.crm',
            'lived.life',
            firstKnown(ref('lived.source_key'), [
              ref('lived.first_at'),
              ref('lived.source_key'),
            ]).as('source_key'),
            fn.min('lived.first_at').as('first_at'),
          ]),
      )
      .with('opening', (from) =>
        from
          .selectFrom(
            from
              .selectFrom('leader')
              .innerJoin('entry', (join) =>
                join
                  .onRef('entry.source_key', '=', 'leader.source_key')
                  .onRef('entry.entered_at', '>=', 'leader.first_at'),
              )
              .where(({ eb, or, ref }) =>
                or([
                  eb('entry.stage', '=', 'lead'),
                  eb('entry.entered_at', '=', ref('leader.first_at')),
                ]),
              )
              .select(({ ref }) => [
                'leader.person_id',
                'leader.crm',
                'leader.life',
                'entry.entered_at',
                // Several on one day are one: systems write a stage again, and out of order.
                isChange([dayOf(ref('entry.entered_at'))], {
                  by: [ref('leader.person_id'), ref('leader.crm'), ref('leader.life')],
                  order: [ref('entry.entered_at')],
                }).as('is_new'),
              ])
              .as('candidate'),
          )
          .where('candidate.is_new', '=', true)
          .select(({ ref }) => [
            'candidate.person_id',
            'candidate.crm',
            'candidate.life',
            'candidate.entered_at as began_at',
            following(ref('candidate.entered_at'), {
              by: [ref('candidate.person_id'), ref('candidate.crm'), ref('candidate.life')],
              order: [ref('candidate.entered_at')],
            }).as('next_began_at'),
            place({
              by: [ref('candidate.person_id')],
              order: [ref('candidate.entered_at'), ref('candidate.crm'), ref('candidate.life')],
            }).as('cycle_number'),
          ]),
      )
      .selectFrom('entry')
      .innerJoin('lived', 'lived.source_key', 'entry.source_key')
      .innerJoin('opening', (join) =>
        join
          .onRef('opening.person_id', '=', 'lived.person_id')
          .onRef('opening.crm', '=', 'lived.crm')
          .onRef('opening.life', '=', 'lived.life')
          .onRef('opening.began_at', '<=', 'entry.entered_at')
          .on(({ eb, or, ref }) =>
            or([
              eb('opening.next_began_at', 'is', null),
              eb('opening.next_began_at', '>', ref('entry.entered_at')),
            ]),
          ),
      )
      .select(({ eb, fn, ref }) => [
        'entry.person_id',
        'entry.source_key',
        'entry.source_system',
        'entry.source_instance',
        'entry.stage',
        'entry.stage_name',
        fn
          .coalesce(
            eb(
              'entry.stage_number',
              '<',
              fn
                .max('entry.stage_number')
                .over((over) =>
                  over
                    .partitionBy(['entry.person_id', 'opening.cycle_number'])
                    .orderBy('entry.entered_at')
                    .orderBy('entry.stage_number'),
                ),
            ),
            eb.lit(false),
          )
          .$castTo<boolean>()
          .as('is_regression'),
        'entry.entered_at',
        dayOf(ref('entry.entered_at')).as('entered_date'),
        'opening.cycle_number',
      ]),
})

/** What CRMs recorded, as stages of the funnel. */
const entries = (db: Db) =>
  db
    .selectFrom(named(db).as('named'))
    .where('named.stage', 'is not', null)
    .select(({ eb, fn, ref }) => [
      'named.person_id',
      'named.source_system',
      'named.source_instance',
      'named.crm',
      'named.source_key',
      'named.record_type',
      'named.stage_name',
      ref('named.stage').$castTo<CycleStage>().as('stage'),
      placeAmong(ref('named.stage'), cycleStages).as('stage_number'),
      'named.is_end',
      atMoment(
        ref('named.entered_at'),
        fn
          .min(eb.case().when('named.stage', '=', 'lead').then(ref('named.entered_at')).end())
          .over((over) => over.partitionBy('named.source_key')),
      ).as('entered_at'),
    ])
    .distinct()

const named = (db: Db) =>
  db
    .selectFrom(recorded(db).as('told'))
    .where(({ eb, selectFrom }) =>
      eb('told.entered_at', '<=', selectFrom(dataAsOf.as('run')).select('run.as_of')),
    )
    .innerJoin(mapPeople.as('map'), (join) =>
      join
        .onRef('map.source_key', '=', 'told.source_key')
        .on('map.is_living', '=', true)
        .on('map.is_internal', '=', false),
    )
    .innerJoin(stgPeople.as('record'), 'record.person_id', 'told.source_key')
    .select(({ ref, lit }) => {
      const name = scopedId(ref('told.source_system'), comparable(ref('told.stage_name')))
      return [
        'map.person_id',
        'map.source_system',
        'map.source_instance',
        serial(ref('map.source_system'), ref('map.source_instance')).as('crm'),
        'told.source_key',
        'record.record_type',
        'told.stage_name',
        chosen(name, stageByName, lit(null)).as('stage'),
        isOneOf(name, endingNames).as('is_end'),
        'told.entered_at',
      ]
    })

/** Stages by name; a lead of which no stage is told is a lead from its creation on. */
const recorded = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgLeadStages.as('stage'))
          .select([
            'stage.person_id as source_key',
            'stage.source_system',
            'stage.stage_name',
            'stage.entered_at',
          ]),
        db
          .selectFrom(stgPeople.as('lead'))
          .where('lead.record_type', '=', 'lead')
          .where('lead.created_at', 'is not', null)
          .where(({ exists, not, selectFrom }) =>
            not(
              exists(
                selectFrom(stgLeadStages.as('known'))
                  .whereRef('known.person_id', '=', 'lead.person_id')
                  .select('known.person_id'),
              ),
            ),
          )
          .select(({ ref, val }) => [
            'lead.person_id as source_key',
            'lead.source_system',
            val('Lead').as('stage_name'),
            ref('lead.created_at').$castTo<Date>().as('entered_at'),
          ]),
      ).as('told'),
    )
    .selectAll('told')
