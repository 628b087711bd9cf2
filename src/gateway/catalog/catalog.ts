/** What the catalogs answer: pg_catalog, information_schema, and statements that read no view. */
import type { SecurityContext } from '../../semantic/roles.ts'

export interface CatalogAsker {
  readonly bearer: SecurityContext
  /** The name that the client signed in by. */
  readonly user: string
  /** What the session has set: search_path, DateStyle …. */
  readonly settings: ReadonlyMap<string, string>
}

export interface CatalogField {
  readonly name: string
  /** The number of its type in pg_type. */
  readonly oid: number
}

export interface CatalogDescription {
  /** The types of $n. */
  readonly parameters: readonly number[]
  readonly fields: readonly CatalogField[]
}

export interface CatalogAnswer {
  readonly fields: readonly CatalogField[]
  /** Values as PostgreSQL writes them. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** The command's tag: SELECT 3. */
  readonly tag: string
}

/** Reads only, whatever it is asked. Each method throws a SqlError as PostgreSQL would. */
export interface Catalog {
  /** Makes ready for what a bearer asks. */
  warm(bearer: SecurityContext): Promise<void>
  describe(text: string, oids: readonly number[], asker: CatalogAsker): Promise<CatalogDescription>
  query(
    text: string,
    parameters: readonly (string | null)[],
    oids: readonly number[],
    asker: CatalogAsker,
  ): Promise<CatalogAnswer>
  close(): Promise<void>
}
