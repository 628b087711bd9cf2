/** The types of PostgreSQL that DuckDB's stand for, by their numbers in pg_type. */
import { type DuckDBType, DuckDBTypeId as Id } from '@duckdb/node-api'

export interface PgType {
  readonly oid: number
  /** The bytes of a value; −1 where they vary. */
  readonly size: number
  /** The type of its arrays. */
  readonly array: number
  /** The DuckDB type that a parameter of it is cast to; none for text, which fits everything. */
  readonly duckdb?: string
}

export const pg = {
  bool: { oid: 16, size: 1, array: 1000, duckdb: 'BOOLEAN' },
  bytea: { oid: 17, size: -1, array: 1001, duckdb: 'BLOB' },
  int8: { oid: 20, size: 8, array: 1016, duckdb: 'BIGINT' },
  int2: { oid: 21, size: 2, array: 1005, duckdb: 'SMALLINT' },
  int4: { oid: 23, size: 4, array: 1007, duckdb: 'INTEGER' },
  text: { oid: 25, size: -1, array: 1009 },
  json: { oid: 114, size: -1, array: 199 },
  float4: { oid: 700, size: 4, array: 1021, duckdb: 'FLOAT' },
  float8: { oid: 701, size: 8, array: 1022, duckdb: 'DOUBLE' },
  varchar: { oid: 1043, size: -1, array: 1015 },
  date: { oid: 1082, size: 4, array: 1182, duckdb: 'DATE' },
  time: { oid: 1083, size: 8, array: 1183, duckdb: 'TIME' },
  timestamp: { oid: 1114, size: 8, array: 1115, duckdb: 'TIMESTAMP' },
  timestamptz: { oid: 1184, size: 8, array: 1185, duckdb: 'TIMESTAMPTZ' },
  interval: { oid: 1186, size: 16, array: 1187, duckdb: 'INTERVAL' },
  numeric: { oid: 1700, size: -1, array: 1231, duckdb: 'DECIMAL(38, 10)' },
  uuid: { oid: 2950, size: 16, array: 2951, duckdb: 'UUID' },
} satisfies Record<string, PgType>

const byOid = new Map<number, PgType>(Object.values(pg).map((type) => [type.oid, type]))
const byArray = new Map<number, PgType>(Object.values(pg).map((type) => [type.array, type]))

/** The type of an array's items. */
export const itemOf = (oid: number): PgType | undefined => byArray.get(oid)

/** The DuckDB type of a parameter that a client has declared; none where the context decides. */
export function declaredType(oid: number): string | undefined {
  const item = byArray.get(oid)
  return item ? `${item.duckdb ?? 'VARCHAR'}[]` : byOid.get(oid)?.duckdb
}

const byDuckdb: Readonly<Partial<Record<Id, PgType>>> = {
  [Id.BOOLEAN]: pg.bool,
  [Id.TINYINT]: pg.int2,
  [Id.UTINYINT]: pg.int2,
  [Id.SMALLINT]: pg.int2,
  [Id.USMALLINT]: pg.int4,
  [Id.INTEGER]: pg.int4,
  [Id.UINTEGER]: pg.int8,
  [Id.BIGINT]: pg.int8,
  [Id.UBIGINT]: pg.numeric,
  [Id.HUGEINT]: pg.numeric,
  [Id.UHUGEINT]: pg.numeric,
  [Id.DECIMAL]: pg.numeric,
  [Id.FLOAT]: pg.float4,
  [Id.DOUBLE]: pg.float8,
  [Id.DATE]: pg.date,
  [Id.TIME]: pg.time,
  [Id.TIMESTAMP]: pg.timestamp,
  [Id.TIMESTAMP_S]: pg.timestamp,
  [Id.TIMESTAMP_MS]: pg.timestamp,
  [Id.TIMESTAMP_NS]: pg.timestamp,
  [Id.TIMESTAMP_TZ]: pg.timestamptz,
  [Id.INTERVAL]: pg.interval,
  [Id.UUID]: pg.uuid,
  [Id.BLOB]: pg.bytea,
  [Id.STRUCT]: pg.json,
  [Id.MAP]: pg.json,
}

/** The type that values of a DuckDB type are sent as; text for what PostgreSQL does not have. */
export const pgTypeOf = ({ typeId }: DuckDBType): PgType => byDuckdb[typeId] ?? pg.text
