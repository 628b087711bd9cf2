/** What a currency was worth in the reporting currency, on every calendar day. */
import { day, type Rate, rate, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { calendarDays, calendarStart, endOfNextYear } from '../../src/sql/calendar.ts'
import { firstKnown } from '../../src/sql/latest.ts'
import { one, quotient } from '../../src/sql/rates.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endDay } from '../../src/sql/versions.ts'
import { following, previous } from '../../src/sql/window.ts'
import { defineTable } from '../../src/table.ts'
import { stgFxRates } from '../staging/stg_fx_rates.ts'

export const dimExchangeRates = defineTable({
  name: 'dim_exchange_rates',
  description:
    'One rate per currency and calendar day into the reporting currency: the last one published; before the first, the first.',
  grain: ['currency_code', 'rate_date'],
  columns: {
    currency_code: text('ISO 4217.'),
    rate_date: day('The day that the rate holds on.'),
    exchange_rate: rate('Reporting-currency units per unit of the currency.'),
  },
  query: (db) =>
    db
      // Rates are published into one currency; into another they are crossed on the same day.
      .with('published', (from) =>
        from
          .selectFrom(
            unionByName(
              from
                .selectFrom(stgFxRates.as('published'))
                .groupBy([
                  'published.currency_code',
                  'published.base_currency_code',
                  'published.rate_date',
                ])
                .select(({ ref }) => [
                  'published.currency_code',
                  'published.base_currency_code',
                  'published.rate_date',
                  // Of two sources finance, the first by name, says what a rate was.
                  firstKnown(ref('published.exchange_rate'), [ref('published.source_system')])
                    .$castTo<Rate>()
                    .as('exchange_rate'),
                ]),
              from
                .selectFrom(stgFxRates.as('published'))
                .select([
                  'published.base_currency_code as currency_code',
                  'published.base_currency_code',
                  'published.rate_date',
                  one.as('exchange_rate'),
                ])
                .distinct(),
            ).as('rate'),
          )
          .selectAll('rate'),
      )
      .with('converted', (from) =>
        from
          .selectFrom('published')
          .innerJoin('published as reporting', (join) =>
            join
              .onRef('reporting.rate_date', '=', 'published.rate_date')
              .onRef('reporting.base_currency_code', '=', 'published.base_currency_code')
              .on('reporting.currency_code', '=', settings.reportingCurrency),
          )
          .where('published.currency_code', '!=', settings.reportingCurrency)
          .select(({ ref }) => [
            'published.currency_code',
            'published.rate_date',
            quotient(ref('published.exchange_rate'), ref('reporting.exchange_rate')).as(
              'exchange_rate',
            ),
          ]),
      )
      .with('period', (from) =>
        from
          .selectFrom(
            unionByName(
              from.selectFrom('converted').select(({ eb, fn, ref }) => {
                const rates = {
                  by: [ref('converted.currency_code')],
                  order: [ref('converted.rate_date')],
                }
                return [
                  'converted.currency_code',
                  eb
                    .case()
                    .when(previous(ref('converted.rate_date'), rates), 'is', null)
                    .then(calendarStart)
                    .else(ref('converted.rate_date'))
                    .end()
                    .as('valid_from'),
                  fn.coalesce(following(ref('converted.rate_date'), rates), endDay).as('valid_to'),
                  'converted.exchange_rate',
                ]
              }),
              db.selectNoFrom(({ val }) => [
                val(settings.reportingCurrency).as('currency_code'),
                calendarStart.as('valid_from'),
                endDay.as('valid_to'),
                one.as('exchange_rate'),
              ]),
            ).as('held'),
          )
          .selectAll('held'),
      )
      .selectFrom('period')
      .innerJoin(calendarDays.as('calendar'), (join) =>
        join
          .onRef('calendar.day', '>=', 'period.valid_from')
          .onRef('calendar.day', '<', 'period.valid_to'),
      )
      .innerJoin(dataAsOf.as('run'), (join) =>
        join.on(({ eb, ref }) => eb('calendar.day', '<=', endOfNextYear(ref('run.as_of')))),
      )
      .select(['period.currency_code', 'calendar.day as rate_date', 'period.exchange_rate']),
})
