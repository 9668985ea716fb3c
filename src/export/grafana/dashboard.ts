import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type AnnotationQuery,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** What a dashboard is made of. */
export interface DashboardParts {
  /** At most 40 letters, digits and hyphens: Grafana knows the dashboard by it, so a new version replaces the old. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** How far back it looks at first, such as `15m`. */
  readonly last: string;
  readonly refresh: string;
  readonly panels: readonly Builder<Panel>[];
  readonly annotations: readonly Builder<AnnotationQuery>[];
}

const tag = 'surgebook';

/** The text of a dashboard's file: the same for the same parts. */
export function dashboardText(parts: DashboardParts): string {
  // The newer model of dashboards is read by the newest Grafana alone; this one by all of them.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const dashboard = new DashboardBuilder(parts.title)
    .uid(parts.uid)
    .description(parts.description)
    .tags([tag])
    .time({ from: `now-${parts.last}`, to: 'now' })
    .refresh(parts.refresh)
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .link(
      new DashboardLinkBuilder(tag)
        .type(DashboardLinkType.Dashboards)
        .tags([tag])
        .asDropdown(false)
        .includeVars(true)
        .keepTime(true),
    )
    .annotations([...parts.annotations]);
  for (const panel of parts.panels) dashboard.withPanel(panel);
  return `${JSON.stringify(dashboard.build(), null, 2)}\n`;
}
