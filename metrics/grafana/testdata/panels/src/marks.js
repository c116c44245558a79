// The marks of a dashboard: Grafana asks for a point for each pixel of the window, and draws where a value is above zero.
import { renderLegendFormat } from '@grafana/data';
import { ask } from './ask.js';
import { events, markStep } from './arithmetic.js';

export async function marks(list, context) {
  const enabled = list.filter((a) => a.target?.expr && (a.enable || context.allMarks));
  return Promise.all(enabled.map(async (a) => {
    const of = { name: a.name, color: a.iconColor, filter: a.filter, enable: a.enable, hide: !!a.hide };
    try {
      const { frames, every, expr } = await ask({ refId: 'Anno', ...a.target }, { ...context, points: window.innerWidth });
      const step = markStep(every);
      return { ...of, expr, step: every / 1000, events: frames.flatMap((f) => eventsOf(a, f, step)) };
    } catch (e) {
      return { ...of, error: String(e), events: [] };
    }
  }));
}

function eventsOf(a, { fields: [times, values] }, step) {
  const said = { title: renderLegendFormat(a.titleFormat ?? '', values.labels), text: renderLegendFormat(a.textFormat ?? '', values.labels) };
  const at = a.useValueForTime ? values.values.map(Math.floor) : times.values;
  const active = a.useValueForTime ? values.values.map(() => 1) : values.values;
  return events(at, active, step).map((e) => ({ ...e, ...said, labels: values.labels }));
}

// marksOf are those that a panel shows.
export function marksOf(all, panel) {
  return all.filter(({ enable, filter }) => {
    if (!enable) return false;
    const named = filter?.ids?.includes(panel.id);
    return !filter?.ids || (filter.exclude ? !named : named);
  });
}
