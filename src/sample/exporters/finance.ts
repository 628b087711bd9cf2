// Finance: exchange rates, targets, costs and forecasts as ledger and planning sheets give them.
import { isoDay, startOfMonth, YEARS, yearOf } from '../calendar.ts'
import type { Company } from '../company.ts'
import { major, RATE_ONE } from '../money.ts'
import { CsvFile } from './csv.ts'

export function exportFinance(company: Company, dir: string): void {
  rates(company, dir)
  for (const year of YEARS) {
    const targets = new CsvFile(`${dir}/targets_${year}.csv`, [
      'month',
      'metric',
      'team',
      'owner_email',
      'amount',
      'currency',
    ])
    for (const { month, metric, team, owner, amount, currency } of company.targets) {
      if (Math.floor(month / 12) !== year) continue
      targets.row([isoDay(startOfMonth(month)), metric, team, owner?.email ?? '', amount, currency])
    }
    targets.close()
    const costs = new CsvFile(`${dir}/costs_${year}.csv`, [
      'date',
      'department',
      'category',
      'description',
      'amount',
      'currency',
    ])
    for (const cost of company.costs) {
      if (yearOf(cost.day) !== year) continue
      costs.row([
        isoDay(cost.day),
        cost.department,
        cost.category,
        cost.description,
        major(cost.amount),
        cost.currency,
      ])
    }
    costs.close()
    forecasts(company, dir, year)
  }
}

/** What sellers said on the first morning of a month would come in. */
function forecasts(company: Company, dir: string, year: number): void {
  const header = ['owner', 'period', 'category', 'amount', 'currency', 'submitted_on']
  const file = new CsvFile(`${dir}/forecasts_${year}.csv`, header)
  for (const { month, owner, category, amount, submittedAt } of company.forecasts) {
    if (Math.floor(month / 12) !== year) continue
    const period = isoDay(startOfMonth(month))
    file.row([owner.email, period, category, major(amount), 'EUR', isoDay(submittedAt)])
  }
  file.close()
}

/** From 2020 on: customers from before the exports have their rate there. */
function rates(company: Company, dir: string): void {
  const files = new Map<number, CsvFile>()
  const days = company.fx.rates.get('USD') ?? []
  days.forEach(({ day }, i) => {
    const year = yearOf(day)
    const file =
      files.get(year) ??
      new CsvFile(`${dir}/fx_rates_${year}.csv`, ['date', 'from_currency', 'to_currency', 'rate'])
    files.set(year, file)
    for (const [currency, published] of company.fx.rates) {
      const rate = published[i]?.rate ?? RATE_ONE
      file.row([
        isoDay(day),
        currency,
        'EUR',
        `${Math.floor(rate / RATE_ONE)}.${String(rate % RATE_ONE).padStart(6, '0')}`,
      ])
    }
  })
  for (const file of files.values()) file.close()
}
