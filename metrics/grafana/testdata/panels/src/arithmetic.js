// How Grafana turns a range, a width and a minimal step into what it asks Prometheus: the page begins (rangeUtil, which is
// Grafana's own here), and the data source goes on. grafana.json holds what Grafana's own tests expect of both.
import { rangeUtil, dateTime } from '@grafana/data';

const SCRAPE = '15s'; // what Grafana takes for a data source that says nothing else
const MOST_POINTS = 11000;

export const ms = (text) => rangeUtil.intervalToMs(text);

// asked is the interval that the page asks for: that of a point for each pixel, and no less than the panel's.
export function asked(span, points, least = SCRAPE) {
  const range = { from: dateTime(0), to: dateTime(span), raw: { from: dateTime(0), to: dateTime(span) } };
  return rangeUtil.calculateInterval(range, points, least).intervalMs;
}

// step is what the data source makes of it: `least` is the query's own minimal step, which wins over the panel's.
export function step(span, points, interval, least) {
  const smallest = least ? ms(least) : interval || ms(SCRAPE);
  const each = span / (points || 1500);
  const calculated = each < smallest ? smallest : rangeUtil.roundInterval(each);
  return Math.max(calculated, rangeUtil.roundInterval(span / MOST_POINTS));
}

// rate is $__rate_interval: four scrapes at least.
export function rate(interval, least) {
  const scrape = ms(least || SCRAPE);
  return Math.max(interval + scrape, 4 * scrape);
}

// align puts a moment on a multiple of the step before it.
export const align = (at, every) => Math.floor(at / every) * every;

// events are the marks that values above zero make: those not farther apart than a step are one.
export function events(times, values, every) {
  const made = [];
  times.forEach((time, i) => {
    const last = made.at(-1);
    if (!(values[i] > 0)) return;
    if (last && last.timeEnd + every >= time) last.timeEnd = time;
    else made.push({ time, timeEnd: time });
  });
  return made;
}

// markStep is the step by which events are joined: the first part of how Go writes the step, as 1m of 1m30s.
export function markStep(every) {
  const s = every / 1000;
  const first = s >= 3600 ? Math.floor(s / 3600) * 3600 : s >= 60 ? Math.floor(s / 60) * 60 : s;
  return first * 1000;
}
