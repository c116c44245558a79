// Questions to Prometheus as Grafana's data source puts them, and its answers as Grafana's frames.
import { FieldType, renderLegendFormat } from '@grafana/data';
import * as arithmetic from './arithmetic.js';

export async function prometheus(source, path, parameters) {
  const answer = await fetch(`/prometheus/${source}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(parameters) });
  const body = await answer.json();
  if (body.status !== 'success') throw new Error(`${body.error}: ${parameters.query ?? path}`);
  return body.data;
}

const time = (at) => String(at / 1000);
const duration = (length) => `${length / 1000}s`;

// fill puts Grafana's own variables into a query; the dashboard's are in it already.
function fill(expr, { span, every, rate }) {
  const values = {
    __interval: duration(every), __interval_ms: every, __rate_interval: duration(rate), __rate_interval_ms: rate,
    __range: duration(Math.round(span / 1000) * 1000), __range_s: Math.round(span / 1000), __range_ms: span,
  };
  return expr.replace(/\$\{?(__\w+)\}?/g, (whole, name) => values[name] ?? whole);
}

// ask asks one query of a panel or of a mark, and tells how.
export async function ask(target, { source, from, to, points, least, fillIn }) {
  const span = to - from;
  const interval = arithmetic.asked(span, points, least);
  const every = arithmetic.step(span, points, interval, target.interval);
  const expr = fill(fillIn(target.expr), { span, every, rate: arithmetic.rate(interval, target.interval) });
  const told = { refId: target.refId, expr, step: every / 1000, instant: !!target.instant };
  const answer = target.instant
    ? await prometheus(source, 'query', { query: expr, time: time(to) })
    : await prometheus(source, 'query_range', {
        query: expr, start: time(arithmetic.align(from, every)), end: time(arithmetic.align(to, every)), step: every / 1000,
      });
  const series = answer.resultType === 'scalar' ? [{ metric: {}, value: answer.result }] : answer.result;
  return { ...told, every, frames: series.map((s) => frame(s, target, every)) };
}

function frame({ metric, value, values = [value] }, target, every) {
  const { __name__, ...labels } = metric;
  const name = nameOf(target, metric);
  return {
    refId: target.refId, name, length: values.length,
    fields: [
      { name: 'Time', type: FieldType.time, config: { interval: every }, values: values.map(([at]) => at * 1000) },
      { name: 'Value', type: FieldType.number, labels, config: { displayNameFromDS: name }, values: values.map(([, text]) => number(text)) },
    ],
  };
}

const number = (text) => (text === 'NaN' ? null : text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text));

function nameOf({ legendFormat }, metric) {
  if (legendFormat && legendFormat !== '__auto') return renderLegendFormat(legendFormat, metric);
  const { __name__ = '', ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length || !__name__ ? `${__name__}{${pairs.join(', ')}}` : __name__;
}

// tables makes one frame with a column for each label of the frames of each query that is to be a table.
export function tables(asked, targets) {
  const isTable = (refId) => targets.find((t) => t.refId === refId)?.format === 'table';
  const answered = asked.filter((a) => isTable(a.refId) && a.frames.length);
  const rest = asked.filter((a) => !isTable(a.refId)).flatMap((a) => a.frames);
  return [...rest, ...answered.map((a) => table(a, answered.length > 1 ? `Value #${a.refId}` : 'Value'))];
}

function table({ refId, frames }, value) {
  const rows = frames.flatMap((f) => f.fields[0].values.map((at, i) => ({ at, labels: f.fields[1].labels, value: f.fields[1].values[i] })));
  const labels = [...new Set(frames.flatMap((f) => Object.keys(f.fields[1].labels).sort()))];
  return {
    refId, length: rows.length,
    fields: [
      { name: 'Time', type: FieldType.time, config: {}, values: rows.map((r) => r.at) },
      ...labels.map((name) => ({ name, type: FieldType.string, config: { filterable: true }, values: rows.map((r) => r.labels[name] ?? '') })),
      { name: value, type: FieldType.number, config: {}, values: rows.map((r) => r.value) },
    ],
  };
}
