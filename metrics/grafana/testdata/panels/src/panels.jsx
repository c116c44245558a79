// Each kind of panel, drawn by Grafana's own component where its packages have it.
import { formattedValueToString, getDisplayValueAlignmentFactors, getFieldDisplayName, getFieldDisplayValues, getFieldSeriesColor } from '@grafana/data';
import { BarGauge, BigValue, TimeSeries, VizRepeater } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { defaultOptions as statDefaults } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import { defaultOptions as barDefaults } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import { defaultOptions as timelineDefaults } from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import { Timeline } from './timeline.jsx';

const reduce = { values: false, calcs: ['lastNotNull'], fields: '' };
const defaults = {
  stat: { ...statDefaults, reduceOptions: reduce, orientation: 'auto' },
  bargauge: { ...barDefaults, reduceOptions: reduce, orientation: 'auto', legend: { showLegend: false } },
  timeseries: { legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] }, tooltip: { mode: 'single', sort: 'none' } },
  table: { showHeader: true, cellHeight: 'sm', frameIndex: 0, sortBy: [] },
  'state-timeline': timelineDefaults,
};

export const drawn = Object.keys(defaults);

export function Panel({ panel, frames, marks, width, height, range, theme }) {
  const options = { ...defaults[panel.type], ...panel.options };
  if (panel.options?.legend) options.legend = { ...defaults[panel.type]?.legend, ...panel.options.legend };
  const Kind = kinds[panel.type];
  if (!Kind) return <Sentence {...{ width, height, theme }}>A panel of type {panel.type}, which is not drawn here.</Sentence>;
  return <Kind {...{ panel, options, frames, marks, width, height, range, theme }} />;
}

const Sentence = ({ width, height, theme, children }) => (
  <div data-empty style={{ width, height, display: 'flex', alignItems: 'center', justifyContent: 'center', textAlign: 'center', color: theme.colors.text.secondary, fontSize: theme.typography.size.lg }}><span>{children}</span></div>
);
const nothing = (panel) => panel.fieldConfig?.defaults?.noValue ?? 'No data';
const isEmpty = (frames) => !frames.some((f) => f.length && f.fields.some((field) => field.type !== 'time' && field.values.some((v) => v != null)));

function Series({ panel, options, frames, marks, width, height, range, theme }) {
  if (isEmpty(frames)) return <Sentence {...{ width, height, theme }}>{nothing(panel)}</Sentence>;
  const draw = (config) => { config.addHook('draw', (u) => { drawnMarks[panel.id] = drawMarks(u, marks, theme); }); return null; };
  return <TimeSeries frames={frames} structureRev={1} timeRange={range} timeZone="utc" width={width} height={height} legend={options.legend} options={options}>{draw}</TimeSeries>;
}

// drawnMarks are those that each panel has drawn.
export const drawnMarks = {};

// drawMarks draws as Grafana does: a dashed line, and a triangle under it.
function drawMarks(u, marks, theme) {
  const { ctx } = u, r = devicePixelRatio, bottom = u.bbox.top + u.bbox.height;
  const at = [];
  ctx.save();
  for (const { events, color, name } of marks) for (const e of events) {
    const x = u.valToPos(e.time, 'x', true);
    if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
    at.push({ mark: name, time: e.time, x: Math.round(x), title: e.title });
    ctx.strokeStyle = ctx.fillStyle = theme.visualization.getColorByName(color);
    ctx.lineWidth = 2 * r;
    ctx.setLineDash([5 * r, 5 * r]);
    ctx.beginPath(); ctx.moveTo(x, u.bbox.top); ctx.lineTo(x, bottom); ctx.stroke();
    ctx.beginPath(); ctx.moveTo(x, bottom); ctx.lineTo(x - 5 * r, bottom + 5 * r); ctx.lineTo(x + 5 * r, bottom + 5 * r); ctx.fill();
  }
  ctx.restore();
  return at;
}

// numbers are what a stat or a bar gauge shows of frames.
export const numbers = (panel, frames, theme) => getFieldDisplayValues({
  fieldConfig: panel.fieldConfig, reduceOptions: { ...reduce, ...panel.options?.reduceOptions }, replaceVariables: (s) => s, theme, data: frames,
  sparkline: (panel.options?.graphMode ?? 'area') !== 'none' && panel.type === 'stat', timeZone: 'utc',
});

const Stat = ({ panel, options, frames, width, height, theme }) => (
  <VizRepeater getValues={() => numbers(panel, frames, theme)} getAlignmentFactors={getDisplayValueAlignmentFactors} width={width} height={height} source={frames} itemSpacing={3}
    renderCounter={0} autoGrid orientation={options.orientation}
    renderValue={({ value, alignmentFactors, width, height, count }) => <BigValue value={value.display} count={count} sparkline={value.sparkline} colorMode={options.colorMode} graphMode={options.graphMode}
      justifyMode={options.justifyMode} textMode={options.textMode} wideLayout={options.wideLayout} alignmentFactors={alignmentFactors} text={options.text} width={width} height={height} theme={theme} />} />
);

function Bars({ panel, options, frames, width, height, theme }) {
  if (isEmpty(frames)) return <Sentence {...{ width, height, theme }}>{nothing(panel)}</Sentence>;
  const spacing = options.displayMode === 'lcd' ? 2 : 10;
  return <VizRepeater getValues={() => numbers(panel, frames, theme)} getAlignmentFactors={getDisplayValueAlignmentFactors} width={width} height={height} source={frames} itemSpacing={spacing}
    minVizWidth={options.minVizWidth} minVizHeight={options.minVizHeight} maxVizHeight={options.maxVizHeight} renderCounter={0} orientation={options.orientation}
    renderValue={({ value, alignmentFactors, width, height, count, orientation }) => <BarGauge value={value.display} width={width} height={height} orientation={orientation} field={value.field}
      text={options.text} display={value.view?.getFieldDisplayProcessor(value.colIndex)} theme={theme} itemSpacing={spacing} displayMode={options.displayMode}
      alignmentFactors={count > 1 ? alignmentFactors : undefined} showUnfilled={options.showUnfilled} valueDisplayMode={options.valueMode} namePlacement={options.namePlacement} />} />;
}

function Rows({ panel, options, frames, width, height, theme, range }) {
  if (isEmptyTable(frames)) return <Sentence {...{ width, height, theme }}>{nothing(panel)}</Sentence>;
  return <TableNG data={frames[options.frameIndex] ?? frames[0]} width={width} height={height} noHeader={!options.showHeader} cellHeight={options.cellHeight}
    initialSortBy={options.sortBy} timeRange={range} fieldConfig={panel.fieldConfig} enableVirtualization={false} structureRev={1} />;
}
const isEmptyTable = (frames) => !frames.some((f) => f.length);

function States({ panel, options, frames, width, height, theme, range }) {
  if (isEmpty(frames)) return <Sentence {...{ width, height, theme }}>{nothing(panel)}</Sentence>;
  return <Timeline {...{ frames, options, width, height, theme }} from={range.from.valueOf()} to={range.to.valueOf()} />;
}

const kinds = { timeseries: Series, stat: Stat, bargauge: Bars, table: Rows, 'state-timeline': States };

// tell says what a panel shows: its lines, numbers or rows, their colours and where they lead.
export function tell(panel, frames, theme) {
  const links = (field, row) => field.getLinks?.({ valueRowIndex: row }).map((l) => ({ title: l.title, href: l.href })) ?? [];
  switch (panel.type) {
    case 'stat':
    case 'bargauge':
      return numbers(panel, frames, theme).map((v) => ({
        name: v.display.title ?? '', text: formattedValueToString(v.display), color: v.display.color, missing: isEmpty(frames) || !Number.isFinite(v.display.numeric),
        links: v.hasLinks ? v.getLinks({}).map((l) => ({ title: l.title, href: l.href })) : [],
      }));
    case 'table':
      return (frames[0]?.fields ?? []).filter((f) => !f.config.custom?.hidden && !f.config.custom?.hideFrom?.viz).flatMap((f) => Array.from(f.values, (value, row) => {
        const shown = f.display?.(value) ?? { text: String(value) };
        const colored = ['color-background', 'color-text'].includes(f.config.custom?.cellOptions?.type);
        return { column: getFieldDisplayName(f, frames[0], frames), row, text: formattedValueToString(shown), color: colored ? shown.color : '', missing: value == null, links: links(f, row) };
      }));
    default:
      return frames.flatMap((f) => f.fields.slice(1).filter((field) => !field.config.custom?.hideFrom?.viz).map((field) => ({
        name: getFieldDisplayName(field, f, frames), color: getFieldSeriesColor(field, theme).color, points: field.values.filter((v) => v != null).length,
        thin: field.config.custom?.lineWidth === 0,
        thresholds: field.config.custom?.thresholdsStyle?.mode?.match(/line|dashed/) ? field.config.thresholds.steps.filter((s) => Number.isFinite(s.value)).map((s) => theme.visualization.getColorByName(s.color)) : [],
        links: links(field, 0),
      })));
  }
}
