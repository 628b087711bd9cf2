/** A row as a table takes it: its cells by column. */
export type GridRow = Readonly<Record<string, string | number | null>>
