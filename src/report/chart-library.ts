import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// The build makes one file of this one and of what it imports: the package needs no chart library where it is installed.
use([CustomChart, LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

/** How large a chart is drawn, in pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a chart as an SVG that stands by itself in a page: no script, no style sheet, and no identifier that another chart of the page has. Every text in it is
 * escaped.
 */
export function drawSvg(option: object, size: ChartSize, id: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ animation: false, ...option } satisfies EChartsCoreOption);
    return chart
      .renderToSVGString()
      .replace(/<style ?>.*?<\/style>/s, '')
      .replace(/ (?:class="zr\d+-cls-\d+"|ecmeta_[a-z_]+="[^"]*"|pointer-events="visible"|baseProfile="full")/g, '')
      .replace(/ xmlns(?::xlink)?="[^"]*"/g, '')
      .replace(/\bzr\d+-(?=[a-z]\d)/g, `${id}-`)
      .replace(/style="font-size:12px;font-family:sans-serif;"/g, '')
      .replace(/\n+/g, '');
  } finally {
    chart.dispose();
  }
}
