/** Plots as SVG, on logarithmic axes. The same results give the same pictures. */
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Results } from '../results/results.ts';
import { linesOfAll, linesOfSuite, type PlotLine, type Point } from './plot-lines.ts';

echarts.use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

export interface Plot {
  readonly fileName: string;
  readonly title: string;
  readonly svg: string;
}

const SIZE = { width: 960, height: 600 };
const LEGEND_LINE = 22;
const STOPPED_NAME = 'stopped by the time limit: takes longer';

const LABELLED = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5].flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
);

/** The colours of Okabe and Ito, which the colour-blind can tell apart, and grey. There is one symbol less: lines of one colour differ in it. */
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#7F7F7F'];
const UP = 'path://M50 0 L100 87 L0 87 Z';
const DOWN = 'path://M0 0 L100 0 L50 87 Z';
const PLUS = 'path://M35 0 L65 0 L65 35 L100 35 L100 65 L65 65 L65 100 L35 100 L35 65 L0 65 L0 35 L35 35 Z';
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', DOWN, PLUS];
const STAR = 'path://M50 0 L61 35 L98 35 L68 57 L79 91 L50 70 L21 91 L32 57 L2 35 L39 35 Z';

/** The overviews, and the times of each suite; none of a single size, which a table says better. */
export function plotsOf(results: Results): Plot[] {
  const suites = [...new Set(results.cases.map(({ suite }) => suite))];
  const time = plot('time.svg', 'Processor time of solving against size', 'seconds', linesOfAll(results, 'time'));
  const memory = plot(
    'memory.svg',
    'Peak memory of the whole process against size',
    'MB',
    linesOfAll(results, 'memory'),
  );
  const bySuite = suites.map((suite) => {
    const cases = results.cases.filter((result) => result.suite === suite);
    return plot(
      `time-${suite}.svg`,
      `${suite}: processor time of solving against size`,
      'seconds',
      linesOfSuite(cases),
    );
  });
  return [time, memory, ...bySuite].filter((drawn) => drawn !== null);
}

function plot(fileName: string, title: string, unit: string, lines: readonly PlotLine[]): Plot | null {
  const sizes = new Set(
    lines.flatMap(({ points, stopped }) => [...points, ...stopped]).map(([recipients]) => recipients),
  );
  if (sizes.size < 2) return null;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    chart.setOption(optionOf(title, unit, lines));
    return { fileName, title, svg: `${still(chart.renderToSVGString())}\n` };
  } finally {
    chart.dispose();
  }
}

/** Without what answers to a pointer, and without the number that the chart has within this process. */
function still(svg: string): string {
  return svg
    .replaceAll(/ class="[^"]*"/g, '')
    .replace(/<style\b[^]*?<\/style>\s*/, '')
    .replaceAll(/\bzr\d+-/g, 'chart-');
}

function optionOf(title: string, unit: string, lines: readonly PlotLine[]): echarts.EChartsCoreOption {
  const series = [...lines.map(lineSeries), ...stoppedSeries(lines)];
  const points = lines.flatMap(({ points, stopped }) => [...points, ...stopped]);
  const legendHeight = LEGEND_LINE * Math.ceil(series.length / 2);
  return {
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center', top: 8, textStyle: { fontSize: 17 } },
    legend: {
      orient: 'horizontal',
      bottom: 8,
      itemGap: 18,
      itemHeight: 10,
      textStyle: { fontSize: 12 },
    },
    grid: { left: 80, right: 40, top: 60, bottom: legendHeight + 64 },
    xAxis: axis(
      'recipients in the pool',
      points.map(([recipients]) => recipients),
      'middle',
    ),
    yAxis: axis(
      unit,
      points.map(([, amount]) => amount),
      'end',
    ),
    series,
  };
}

/** From and to one, two or five times a power of ten, each of which is labelled. */
function axis(name: string, amounts: readonly number[], nameLocation: 'middle' | 'end'): object {
  const least = LABELLED.findLast((amount) => amount <= Math.min(...amounts)) ?? LABELLED[0];
  const most = LABELLED.find((amount) => amount >= Math.max(...amounts)) ?? LABELLED.at(-1)!;
  const from = least === most ? LABELLED[LABELLED.indexOf(least) - 1] : least;
  const customValues = LABELLED.filter((amount) => amount >= from && amount <= most);
  return {
    type: 'log',
    name,
    nameLocation,
    nameGap: nameLocation === 'middle' ? 30 : 14,
    nameTextStyle: { fontSize: 13 },
    min: from,
    max: most,
    axisLabel: { fontSize: 12, customValues, formatter: (amount: number) => amountText(amount) },
    axisTick: { customValues },
    axisLine: { show: true, onZero: false },
    splitLine: { show: true, lineStyle: { color: '#d8d8d8' } },
    minorTick: { show: true, splitNumber: 9 },
    minorSplitLine: { show: true, lineStyle: { color: '#f0f0f0' } },
  };
}

function amountText(amount: number): string {
  return amount >= 1 ? amount.toLocaleString('en-GB') : String(Number(amount.toPrecision(1)));
}

function lineSeries({ name, kind, points }: PlotLine, index: number): object {
  const color = COLOURS[index % COLOURS.length];
  const symbol = SYMBOLS[index % SYMBOLS.length];
  if (kind === 'published') {
    return {
      type: 'scatter',
      name,
      data: points,
      symbol: STAR,
      symbolSize: 15,
      symbolKeepAspect: true,
      itemStyle: { color: '#000000' },
    };
  }
  const lineStyle = { width: kind === 'own' ? 2.5 : 1.5, type: kind === 'own' ? 'solid' : 'dashed' };
  return {
    type: 'line',
    name,
    data: points,
    symbol,
    symbolSize: 9,
    symbolKeepAspect: true,
    showAllSymbol: true,
    color,
    lineStyle,
  };
}

/** All stopped runs under one name, hollow, in the colours of their lines. */
function stoppedSeries(lines: readonly PlotLine[]): object[] {
  const data = lines.flatMap(({ stopped }, index) =>
    stopped.map((value: Point) => ({ value, itemStyle: { borderColor: COLOURS[index % COLOURS.length] } })),
  );
  if (data.length === 0) return [];
  const itemStyle = { color: '#ffffff', borderColor: '#606060', borderWidth: 2 };
  return [
    {
      type: 'scatter',
      name: STOPPED_NAME,
      data,
      symbol: UP,
      symbolSize: 14,
      symbolKeepAspect: true,
      itemStyle,
    },
  ];
}
