import { DataqueryBuilder, QueryEditorMode } from '@grafana/grafana-foundation-sdk/prometheus';

/** The Prometheus that a reader chooses at the top of a dashboard. */
export const datasource = { type: 'prometheus', uid: '${datasource}' };

/** One query of a panel. */
export interface Query {
  readonly expr: string;
  /** What its series are called; `{{label}}` stands for a label's value. */
  readonly legend: string;
}

/** A panel's queries in their order. `step` is how close together their points lie at the closest. */
export const rangeQueries = (queries: readonly Query[], step: string): DataqueryBuilder[] =>
  queries.map((query, place) => dataquery(query, place, step).range());

/** A panel's queries in their order, each for its newest point alone. */
export const instantQueries = (queries: readonly Query[], step: string): DataqueryBuilder[] =>
  queries.map((query, place) => dataquery(query, place, step).instant());

const dataquery = ({ expr, legend }: Query, place: number, step: string): DataqueryBuilder =>
  new DataqueryBuilder()
    .refId(letters(place))
    .datasource(datasource)
    .editorMode(QueryEditorMode.Code)
    .expr(expr)
    .interval(step)
    .legendFormat(legend);

/** A to Z, then AA and on, as Grafana calls a panel's queries. */
const letters = (place: number): string =>
  (place < 26 ? '' : letters(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26));
