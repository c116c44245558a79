// What Grafana makes of frames before a panel draws them: transformations, units, colours, names, links.
import {
  applyFieldOverrides, createFieldConfigRegistry, getFieldDisplayValuesProxy, locationUtil, standardEditorsRegistry, standardFieldConfigEditorRegistry,
  standardTransformers, standardTransformersRegistry, transformDataFrame,
} from '@grafana/data';
import { defaultTableFieldOptions } from '@grafana/schema';
import { defaultFieldConfig as timelineDefaults } from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import { get } from 'lodash';
import { lastValueFrom } from 'rxjs';
import { interpolate } from './variables.js';

const option = (id, defaultValue) => ({
  id, path: id, name: id, category: ['Standard options'], defaultValue, editor: () => null, override: () => null, process: (v) => v, shouldApply: () => true,
});
const standard = {
  displayName: undefined, unit: undefined, min: undefined, max: undefined, decimals: undefined, noValue: undefined, color: undefined,
  thresholds: { mode: 'absolute', steps: [{ value: -Infinity, color: 'green' }, { value: 80, color: 'red' }] },
  mappings: [], links: undefined, filterable: undefined, description: undefined, fieldMinMax: false,
};
// What the panel plugins give each field to begin with.
const own = {
  timeseries: {
    drawStyle: 'line', lineInterpolation: 'linear', lineWidth: 1, fillOpacity: 0, gradientMode: 'none', spanNulls: false, insertNulls: false,
    showPoints: 'auto', pointSize: 5, stacking: { mode: 'none', group: 'A' }, axisPlacement: 'auto', axisColorMode: 'text', axisGridShow: true,
    axisCenteredZero: false, axisBorderShow: false, axisLabel: '', axisSoftMin: undefined, axisSoftMax: undefined, axisWidth: undefined,
    scaleDistribution: { type: 'linear' }, thresholdsStyle: { mode: 'off' }, lineStyle: undefined, lineColor: undefined, fillColor: undefined,
    barAlignment: 0, barWidthFactor: 0.6, barMaxWidth: undefined, hideFrom: { tooltip: false, viz: false, legend: false }, fillBelowTo: undefined,
    transform: undefined, pointColor: undefined, pointSymbol: undefined,
  },
  table: { ...defaultTableFieldOptions, width: undefined, minWidth: undefined, hideHeader: false, wrapText: undefined, wrapHeaderText: false, tooltip: undefined, footer: undefined, hidden: undefined, hideFrom: { viz: false } },
  'state-timeline': { ...timelineDefaults, hideFrom: { tooltip: false, viz: false, legend: false }, spanNulls: false, insertNulls: false, axisPlacement: 'auto' },
};

// prepare sets up what Grafana sets up at its start.
export function prepare(from, to) {
  const all = Object.entries(standard).map(([id, value]) => option(id, value));
  standardEditorsRegistry.setInit(() => []);
  standardFieldConfigEditorRegistry.setInit(() => all);
  const transformers = new Map(Object.values(standardTransformers).map((t) => [t.id, t])); // some are there by two names
  standardTransformersRegistry.setInit(() => [...transformers.values()].map((t) => ({ id: t.id, name: t.name, transformation: t })));
  locationUtil.initialize({
    config: { appSubUrl: '' }, getVariablesUrlParams: () => ({}), getTimeRangeForUrl: () => ({ from, to }),
  });
}

const registries = {};
function registry(type) {
  return (registries[type] ??= createFieldConfigRegistry({
    standardOptions: {},
    useCustomConfig: (builder) => {
      for (const [path, defaultValue] of Object.entries(own[type] ?? {})) {
        builder.addCustomEditor({ ...option(path, defaultValue), category: undefined });
      }
    },
  }, type));
}

// fields returns frames as a panel draws them.
export async function fields(panel, frames, { theme, values }) {
  const replace = (text, scoped) => interpolate(text, values, ours(scoped));
  const transformed = panel.transformations?.length
    ? await lastValueFrom(transformDataFrame(panel.transformations.filter((t) => !t.disabled), frames, { interpolate: (text) => replace(text) }))
    : frames;
  return applyFieldOverrides({
    data: transformed, fieldConfig: { overrides: [], ...panel.fieldConfig }, replaceVariables: replace, theme, timeZone: 'utc',
    fieldConfigRegistry: registry(panel.type),
  });
}

// ours resolves what Grafana knows of the value under the pointer: __field.labels.x, __data.fields.x, __value.raw and the like.
function ours(scoped) {
  const at = scoped?.__dataContext?.value;
  return (name) => {
    if (scoped?.[name]) return scoped[name].value;
    if (name === '__url_time_range') return 'from=now-60d&to=now';
    if (!at) return undefined;
    const { field, frame, rowIndex, calculatedValue } = at;
    const path = name.replace(/\["?([^"\]]+)"?\]/g, '.$1').split('.');
    switch (path[0]) {
      case '__field': return path[1] === 'labels' ? field.labels?.[path[2]] : path[1] === 'name' ? field.state?.displayName ?? field.name : undefined;
      case '__series': return frame?.name;
      case '__data': return get({ fields: getFieldDisplayValuesProxy({ frame, rowIndex }), name: frame.name, refId: frame.refId }, path.slice(1)) ?? '';
      case '__value': {
        const raw = calculatedValue?.numeric ?? field.values[rowIndex ?? 0];
        return path[1] === 'time' ? frame.fields[0].values[rowIndex ?? 0] : path[1] === 'text' ? calculatedValue?.text ?? String(raw) : raw;
      }
    }
  };
}
