/** What sales and marketing cost, in the reporting currency, and each cost once. */
import { day, flag, money, oneOf, type Reporting, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { startOf } from '../../src/sql/calendar.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { convert, totalOrMissing } from '../../src/sql/money.ts'
import { comparable, words } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgCosts } from '../staging/stg_costs.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { fctAdSpend } from './fct_ad_spend.ts'
import { segmentNamed } from './segment_names.ts'

const costSources = ['ledger', 'advertising', 'campaigns'] as const
const costFunctions = ['sales', 'marketing', 'other'] as const
type CostSource = (typeof costSources)[number]
type CostFunction = (typeof costFunctions)[number]

export const fctCosts = defineTable({
  name: 'fct_costs',
  description:
    'What finance booked, what advertising platforms billed, and what the CRM says that campaigns cost, by day; is_counted says of which of several tellings of one cost the KPIs take.',
  grain: [
    'cost_source',
    'source_system',
    'department',
    'category',
    'segment',
    'currency_code',
    'cost_date',
  ],
  columns: {
    cost_source: oneOf(
      costSources,
      'Who says so: finance’s ledger, advertising platforms, or the CRM of its campaigns.',
    ),
    source_system: text('The system that says so.'),
    cost_function: oneOf(costFunctions, 'What the department is for, by the settings.'),
    department: text('Whose cost it is, lower case.'),
    category: text('What it was spent on; `Not allocated` where finance does not say.'),
    segment: text('The segment; `Not allocated` where finance does not split by it.'),
    currency_code: text('The currency of the cost, ISO 4217.'),
    is_media: flag('Whether it is paid media.'),
    is_counted: flag(
      'Whether the KPIs count it: not where another source tells of the same cost (docs/decisions/cost-of-acquisition.md).',
    ),
    cost_date: day('The day, whose exchange rate holds.'),
    cost: money('What it cost; null where no exchange rate is known on the day.').nullable(),
  },
  // Cost without a rate is no reason to hold back all else: it shows as missing.
  audits: (self) => [
    {
      name: 'every cost has an exchange rate on its day',
      severity: 'warn',
      broken: (db) =>
        db
          .selectFrom(self.as('cost'))
          .where('cost.cost', 'is', null)
          .select(['cost.currency_code', 'cost.cost_date']),
    },
  ],
  query: (db) => costsBy(db, settings.adSpendSource),
})

/** All costs, where one of the sources is believed of what advertising cost. */
export const costsBy = (db: Db, adSpendSource: typeof settings.adSpendSource) =>
  db
    .selectFrom(unionByName(ledger(db), adSpend(db)).as('cost'))
    .leftJoin(monthsOf(db, 'booked').as('booked'), (join) =>
      join.on(({ eb, ref }) => eb('booked.month', '=', startOf('month', ref('cost.cost_date')))),
    )
    .leftJoin(monthsOf(db, 'billed').as('billed'), (join) =>
      join.on(({ eb, ref }) => eb('billed.month', '=', startOf('month', ref('cost.cost_date')))),
    )
    .selectAll('cost')
    .select(({ eb, lit }) => {
      const isBooked = eb('booked.month', 'is not', null)
      const isBilled = eb('billed.month', 'is not', null)
      const believed = (source: typeof adSpendSource) => lit(source === adSpendSource)
      return eb
        .case()
        .when('cost.cost_source', '=', 'ledger')
        .then(eb.not(eb.and([eb('cost.is_media', '=', true), believed('platforms'), isBilled])))
        .when('cost.cost_source', '=', 'advertising')
        .then(eb.not(eb.and([believed('finance'), isBooked])))
        .else(eb.not(isBooked))
        .end()
        .$castTo<boolean>()
        .as('is_counted')
    })

/** The months in which finance booked marketing cost, or platforms billed advertising. */
const monthsOf = (db: Db, what: 'booked' | 'billed') =>
  db
    .selectFrom(unionByName(ledger(db), adSpend(db)).as('cost'))
    .where('cost.cost_source', '=', what === 'booked' ? 'ledger' : 'advertising')
    .where('cost.cost_function', '=', 'marketing')
    .select(({ ref }) => startOf('month', ref('cost.cost_date')).as('month'))
    .distinct()

const ledger = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(stgCosts.as('cost'))
        .innerJoin(dataAsOf.as('run'), (join) =>
          join.on(({ eb, ref }) => eb(dayOf(ref('run.as_of')), '>=', ref('cost.cost_date'))),
        )
        // A left join: a missing rate loses no cost.
        .leftJoin(dimExchangeRates.as('rate'), (join) =>
          join
            .onRef('rate.currency_code', '=', 'cost.currency_code')
            .onRef('rate.rate_date', '=', 'cost.cost_date'),
        )
        .select(({ eb, fn, ref, val }) => [
          'cost.source_system',
          'cost.cost_type as department',
          eb
            .case()
            .when(isOneOf(ref('cost.cost_type'), settings.salesDepartments))
            .then<CostFunction>('sales')
            .when(isOneOf(ref('cost.cost_type'), settings.marketingDepartments))
            .then<CostFunction>('marketing')
            .else<CostFunction>('other')
            .end()
            .as('cost_function'),
          fn.coalesce(words(comparable(ref('cost.category'))), val('Not allocated')).as('category'),
          fn.coalesce(segmentNamed(ref('cost.segment')), val('Not allocated')).as('segment'),
          'cost.currency_code',
          isOneOf(comparable(ref('cost.category')), settings.mediaCategories).as('is_media'),
          'cost.cost_date',
          convert(ref('cost.amount_local'), ref('rate.exchange_rate')).as('cost'),
        ])
        .as('cost'),
    )
    .groupBy([
      'cost.source_system',
      'cost.department',
      'cost.cost_function',
      'cost.category',
      'cost.segment',
      'cost.currency_code',
      'cost.is_media',
      'cost.cost_date',
    ])
    .select(({ ref, val }) => [
      val('ledger').$castTo<CostSource>().as('cost_source'),
      'cost.source_system',
      'cost.department',
      'cost.cost_function',
      'cost.category',
      'cost.segment',
      'cost.currency_code',
      'cost.is_media',
      'cost.cost_date',
      totalOrMissing(ref('cost.cost')).as('cost'),
    ])

const adSpend = (db: Db) =>
  db
    .selectFrom(fctAdSpend.as('spend'))
    .groupBy([
      'spend.source_system',
      'spend.currency_code',
      'spend.is_allocated',
      'spend.spend_date',
    ])
    .select(({ eb, ref, val }) => [
      eb
        .case()
        .when('spend.is_allocated', '=', true)
        .then<CostSource>('campaigns')
        .else<CostSource>('advertising')
        .end()
        .as('cost_source'),
      'spend.source_system',
      val('marketing').as('department'),
      val('marketing').$castTo<CostFunction>().as('cost_function'),
      eb
        .case()
        .when('spend.is_allocated', '=', true)
        .then('Campaigns')
        .else('Advertising')
        .end()
        .as('category'),
      val('Not allocated').as('segment'),
      'spend.currency_code',
      eb.not('spend.is_allocated').$castTo<boolean>().as('is_media'),
      'spend.spend_date as cost_date',
      totalOrMissing(ref('spend.cost')).$castTo<Reporting | null>().as('cost'),
    ])
