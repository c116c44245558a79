// The variables of a dashboard: their values are asked as Grafana asks them, each after those that it names.
import { prometheus } from './ask.js';

const all = (v) => v === '$__all' || v === 'All';
const regexEscape = (s) => s.replace(/[\\^$*+?.()|[\]{}/]/g, '\\\\$&');

// variables returns what each is called with which value. `chosen` are those of the address.
export async function variables(list, chosen, context) {
  const values = {};
  for (const v of list) values[v.name] = await one(v, chosen[v.name], values, context);
  return values;
}

async function one(v, chosen, before, context) {
  if (v.type === 'datasource') return { text: 'Prometheus', value: 'Prometheus', options: [] };
  if (v.type === 'constant' || v.type === 'textbox') return { text: v.query, value: v.query, options: [] };
  const { options, asked, error } = v.type === 'query' ? await choices(v, before, context) : { options: v.options?.map((o) => o.value) ?? [] };
  const current = chosen ?? [v.current?.value ?? '$__all'].flat()[0] ?? '$__all';
  const everything = v.includeAll && (all(current) || current === '');
  const value = everything ? v.allValue || `(${options.map(regexEscape).join('|')})` : options.includes(current) || chosen ? current : options[0] ?? '';
  return { text: everything ? 'All' : value, value, options: everything ? options : [value], asked, error, hidden: v.hide === 2 };
}

// choices are the values of a label, or of a query's result.
async function choices(v, before, { source, from, to }) {
  const query = interpolate(typeof v.query === 'string' ? v.query : v.query?.query ?? '', before);
  const [, inner, label] = query.match(/^label_values\((?:(.*),)?\s*(\w+)\)$/s) ?? [];
  const [, result] = query.match(/^query_result\((.*)\)$/s) ?? [];
  try {
    const range = { start: String(from / 1000), end: String(to / 1000) };
    const found = label
      ? [...new Set((await prometheus(source, 'series', { 'match[]': inner?.trim() || `{${label}!=""}`, ...range })).map((s) => s[label]).filter(Boolean))]
      : (await prometheus(source, 'query', { query: result ?? query, time: String(to / 1000) })).result.map(written);
    return { options: narrowed(found.sort(), v.regex), asked: query };
  } catch (e) {
    return { options: [], asked: query, error: String(e) };
  }
}

// written is how Grafana writes a line of a result, for the variable's expression to pick from.
function written({ metric, value }) {
  const { __name__ = '', ...labels } = metric;
  return `${__name__}{${Object.entries(labels).map(([k, l]) => `${k}="${l}"`).join(',')}} ${value[1]} ${value[0] * 1000}`;
}

function narrowed(options, regex) {
  if (!regex) return options;
  const [, body, flags] = regex.match(/^\/(.*)\/(\w*)$/s) ?? [null, regex, ''];
  const matched = options.map((o) => o.match(new RegExp(body, flags.replace('g', '')))).filter(Boolean);
  return [...new Set(matched.map((m) => m.groups?.value ?? m[1] ?? m[0]))];
}

// interpolate puts variables into a text. `own` resolves what is Grafana's, as __field.labels.feature.
export function interpolate(text, values, own = () => undefined) {
  return text?.replace(/\$\{([^}:]+)(?::(\w+))?\}|\$(\w+)/g, (whole, braced, format, bare) => {
    const name = braced ?? bare;
    const value = values[name]?.value ?? own(name);
    if (value === undefined) return whole;
    if (format === 'queryparam') return (values[name]?.text === 'All' ? ['$__all'] : [value]).map((o) => `var-${name}=${encodeURIComponent(o)}`).join('&');
    return format === 'percentencode' ? encodeURIComponent(value) : format === 'text' ? values[name].text : String(value);
  });
}
