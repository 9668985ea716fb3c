/** What tests read of a panel. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly datasource: object;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
  readonly fieldConfig: {
    readonly defaults: {
      readonly unit?: string;
      readonly thresholds?: { readonly steps: readonly { readonly value: number | null; readonly color: string }[] };
      readonly custom?: { readonly axisSoftMax?: number };
    };
  };
}

/** What tests read of an annotation query. */
export interface Annotation {
  readonly name: string;
  readonly hide: boolean;
  readonly target: { readonly expr: string };
  readonly filter?: { readonly ids: readonly number[] };
}

/** What tests read of a dashboard. */
export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly templating: { readonly list: readonly object[] };
}

export const parseDashboard = (text: string): Dashboard => JSON.parse(text) as Dashboard;

/** One query, and what it is for. */
export interface PlacedQuery {
  readonly where: string;
  readonly expr: string;
}

/** Every query that Grafana sends for a dashboard: those of its panels, and those of its annotations. */
export const queriesOf = ({ uid, panels, annotations }: Dashboard): readonly PlacedQuery[] => [
  ...panels.flatMap(({ title, targets }) =>
    targets.map(({ legendFormat, expr }) => ({ where: `${uid}: ${title}: ${legendFormat}`, expr })),
  ),
  ...annotations.list.map(({ name, target }) => ({ where: `${uid}: annotation ${name}`, expr: target.expr })),
];

/** A query as Prometheus gets it, for a dashboard that shows so many seconds, at the closest. */
export const substituted = (expr: string, seconds: number): string =>
  expr.replaceAll('$__rate_interval', '8s').replaceAll('$__range', `${seconds}s`);
