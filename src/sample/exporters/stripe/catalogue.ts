// Products and prices, each a full list.
import { END, isoSecond } from '../../calendar.ts'
import type { Company } from '../../company.ts'
import { CsvFile } from '../csv.ts'

const PRODUCT =
  'id,_fivetran_synced,active,created,description,is_deleted,livemode,metadata,name,type,updated'.split(
    ',',
  )
const PRICE =
  'id,_fivetran_synced,active,billing_scheme,created,currency,livemode,nickname,product_id,recurring_interval,recurring_interval_count,recurring_usage_type,type,unit_amount'.split(
    ',',
  )

export function exportCatalogue(company: Company, dir: string): void {
  const synced = isoSecond(END)
  const flag = (value: boolean) => (value ? 'TRUE' : 'FALSE')
  const products = new CsvFile(`${dir}/products.csv`, PRODUCT)
  for (const { id, name, description, createdAt, retiredAt } of company.catalogue.products) {
    const created = isoSecond(createdAt)
    const updated = isoSecond(retiredAt ?? createdAt)
    products.row([
      id,
      synced,
      flag(retiredAt === null),
      created,
      description,
      'FALSE',
      'TRUE',
      '{}',
      name,
      'service',
      updated,
    ])
  }
  products.close()
  const prices = new CsvFile(`${dir}/prices.csv`, PRICE)
  for (const { id, product, interval, currency, amount, nickname } of company.catalogue.prices) {
    const isRecurring = interval !== 0
    prices.row([
      id,
      synced,
      flag(product.retiredAt === null),
      'per_unit',
      isoSecond(product.createdAt),
      currency.toLowerCase(),
      'TRUE',
      nickname,
      product.id,
      isRecurring ? (interval === 12 ? 'year' : 'month') : '',
      isRecurring ? (interval === 3 ? 3 : 1) : '',
      isRecurring ? 'licensed' : '',
      isRecurring ? 'recurring' : 'one_time',
      amount,
    ])
  }
  prices.close()
}
