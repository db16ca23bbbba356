/** Makes tables in the terms that both databases share. */
import { sql, type Kysely } from 'kysely';
import { columnKinds, type ColumnKinds, type StoreKind } from '../column-kinds.ts';

/** Column name to kind; a `?` behind the kind allows null. */
export type ColumnList = Readonly<Record<string, keyof ColumnKinds | `${keyof ColumnKinds}?`>>;

/** Migrations stand before all typed tables. */
export type AnyDatabase = Kysely<unknown>;

export class TableMaker {
  readonly #db: AnyDatabase;
  readonly #kind: StoreKind;

  constructor(db: AnyDatabase, kind: StoreKind) {
    this.#db = db;
    this.#kind = kind;
  }

  async table(name: string, primaryKey: readonly string[], columns: ColumnList): Promise<void> {
    const kinds = columnKinds(this.#kind);
    let builder = this.#db.schema.createTable(name);
    for (const [column, written] of Object.entries(columns)) {
      const isOptional = written.endsWith('?');
      const kind = (isOptional ? written.slice(0, -1) : written) as keyof ColumnKinds;
      builder = builder.addColumn(column, kinds[kind], (definition) =>
        isOptional ? definition : definition.notNull(),
      );
    }
    builder = builder.addPrimaryKeyConstraint(`${name}_key`, [...primaryKey] as never[]);
    if (this.#kind === 'sqlite') builder = builder.modifyEnd(sql`strict`);
    await builder.execute();
  }

  async index(table: string, columns: readonly string[], { unique = false } = {}): Promise<void> {
    const builder = this.#db.schema
      .createIndex(`${table}_${columns.join('_')}`)
      .on(table)
      .columns([...columns]);
    await (unique ? builder.unique() : builder).execute();
  }

  /** From then on the database itself refuses to change or delete a row. */
  async appendOnly(table: string): Promise<void> {
    const refusal = `${table} is append-only`;
    if (this.#kind === 'sqlite') {
      for (const act of ['update', 'delete']) {
        await sql`create trigger ${sql.raw(`${table}_no_${act}`)} before ${sql.raw(act)} on ${sql.table(table)}
          begin select raise(abort, ${sql.lit(refusal)}); end`.execute(this.#db);
      }
      return;
    }
    await sql`create function ${sql.raw(`${table}_refuse`)}() returns trigger language plpgsql as ${sql.lit(
      `begin raise exception '${refusal}'; end`,
    )}`.execute(this.#db);
    await sql`create trigger ${sql.raw(`${table}_no_change`)} before update or delete or truncate on ${sql.table(table)}
      for each statement execute function ${sql.raw(`${table}_refuse`)}()`.execute(this.#db);
  }
}
