/** A value of a query: a time is milliseconds since 1970, a span of time milliseconds, `dynamic` an object. */
export type Cell = string | number | boolean | null | object

export type Expression =
  | { kind: 'literal'; value: Cell }
  | { kind: 'column'; name: string }
  /** `Properties.jobId` */
  | { kind: 'property'; column: string; name: string }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'in'; value: Expression; list: Expression[] }

/** `name = value`; without a name the column's or the call's own. */
export interface Named {
  name: string
  value: Expression
}

export type Operator =
  | { kind: 'where'; condition: Expression }
  | { kind: 'extend' | 'project'; columns: Named[] }
  | { kind: 'summarize'; aggregates: Named[]; by: Named[] }
  | { kind: 'order'; by: Expression; descending: boolean }
  | { kind: 'top'; count: number; by: Expression; descending: boolean }
  | { kind: 'render'; chart: string }

/** One query: a table, and what is done with its rows, one after the other. */
export interface Query {
  table: string
  operators: Operator[]
}
