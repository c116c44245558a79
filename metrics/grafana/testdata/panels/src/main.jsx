// The page: a dashboard over a Prometheus, in Grafana's grid. What it shows it says in window.said.
//   ?dashboard=portal-reports&source=demo&theme=dark&range=60d&to=MILLISECONDS&panel=ID&rows=open&var-cohort=…
import '@fontsource/inter/latin-400.css';
import '@fontsource/inter/latin-500.css';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createTheme, dateTime, EventBusSrv, ThemeContext } from '@grafana/data';
import { GlobalStyles, PanelChrome, PanelContextProvider } from '@grafana/ui';
import * as arithmetic from './arithmetic.js';
import { ask, tables } from './ask.js';
import { ratio, texts, tinycolor } from './contrast.js';
import { fields, prepare } from './field.js';
import { height, layout, place } from './grid.js';
import { marks, marksOf } from './marks.js';
import { Panel, drawn, drawnMarks, tell } from './panels.jsx';
import { interpolate, variables } from './variables.js';

window.arithmetic = arithmetic;
const wanted = Object.fromEntries(new URLSearchParams(location.search));
const theme = createTheme({ colors: { mode: wanted.theme === 'light' ? 'light' : 'dark' } });
const to = Number(wanted.to) || Date.now();
const bus = new EventBusSrv();

async function load() {
  const dashboard = await (await fetch(`/dashboards/${wanted.dashboard}.json`)).json();
  const raw = wanted.range ? `now-${wanted.range}` : dashboard.time.from;
  const from = to - arithmetic.ms(raw.replace('now-', ''));
  prepare(raw, 'now');
  const chosen = Object.fromEntries(Object.entries(wanted).filter(([k]) => k.startsWith('var-')).map(([k, v]) => [k.slice(4), v]));
  const values = await variables(dashboard.templating?.list ?? [], chosen, { source: wanted.source, from, to });
  const context = { source: wanted.source, from, to, theme, values, fillIn: (text) => interpolate(text, values) };
  const all = await marks(dashboard.annotations?.list ?? [], { ...context, allMarks: wanted.marks === 'all' });
  let panels = layout(dashboard.panels, values, wanted.rows === 'open');
  if (wanted.panel) panels = panels.filter((p) => p.id === Number(wanted.panel));
  return { dashboard, raw, context, all, panels };
}

// timesOf is the range of a panel, which may have its own.
function timesOf(panel, { from }) {
  return panel.timeFrom ? { from: to - arithmetic.ms(panel.timeFrom.replace('now-', '')), to } : { from, to };
}

async function data(panel, width, context) {
  const own = { ...context, ...timesOf(panel, context), values: { ...context.values, ...panel.scoped } };
  own.fillIn = (text) => interpolate(text, own.values);
  const targets = (panel.targets ?? []).filter((t) => !t.hide);
  const asked = await Promise.all(targets.map((t) => ask(t, { ...own, points: panel.maxDataPoints || Math.round(width), least: panel.interval })));
  const frames = await fields(panel, tables(asked, targets), own);
  return { asked, frames };
}

const said = { panels: [], errors: [], width: window.innerWidth };
window.addEventListener('error', (e) => said.errors.push(String(e.message)));

function Box({ panel, box, loaded: { context, all }, ready }) {
  const [got, set] = useState();
  const title = interpolate(panel.title ?? '', { ...context.values, ...panel.scoped });
  useEffect(() => {
    data(panel, box.width, context).catch((e) => ({ error: String(e), asked: [], frames: [] })).then((d) => {
      const { background } = theme.colors;
      const items = d.error ? [] : tell(panel, d.frames, theme).map((i) => ({ ...i, color: i.color ? tinycolor(i.color).toHexString() : '', contrast: i.color ? ratio(i.color, background.primary) : null, thresholds: i.thresholds?.map((color) => ({ color, contrast: ratio(color, background.primary) })) ?? [] }));
      const links = (panel.links ?? []).map((l) => ({ title: l.title, href: interpolate(l.url, context.values) }));
      said.panels.push({ id: panel.id, title, type: panel.type, error: d.error ?? '', step: d.asked[0]?.step ?? 0, exprs: d.asked.map((a) => a.expr), empty: !d.asked.some((a) => a.frames.length), items, links, noValue: panel.fieldConfig?.defaults?.noValue ?? '' });
      set(d);
    });
  }, []);
  useEffect(() => { if (got) ready(); }, [got]);
  const { from } = timesOf(panel, context);
  const range = { from: dateTime(from), to: dateTime(to), raw: { from: dateTime(from), to: dateTime(to) } };
  return (
    <div data-panel={panel.id} style={{ position: 'absolute', ...box }}>
      <PanelChrome width={box.width} height={box.height} title={title} description={panel.description} padding="md">
        {(width, height) => got && (
          <PanelContextProvider value={{ eventsScope: 'x', eventBus: bus, sync: () => 1, onToggleSeriesVisibility: () => {} }}>
            {got.error ? <span>{got.error}</span> : <Panel panel={panel} frames={got.frames} marks={marksOf(all, panel)} {...{ width, height, range, theme }} />}
          </PanelContextProvider>
        )}
      </PanelChrome>
    </div>
  );
}

const Chosen = ({ label, children }) => (
  <span style={{ border: `1px solid ${theme.colors.border.medium}`, borderRadius: 2, display: 'inline-flex', whiteSpace: 'nowrap' }}>
    <span style={{ padding: '6px 8px', background: theme.colors.background.secondary }}>{label}</span>
    <span style={{ padding: '6px 16px 6px 8px', background: theme.components.input.background }}>{children}</span>
  </span>
);

function Head({ dashboard, values, raw }) {
  const shown = (dashboard.templating?.list ?? []).filter((v) => v.hide !== 2);
  return (
    <div style={{ display: 'flex', gap: 8, height: 32, marginBottom: 8, alignItems: 'center', fontSize: 12 }}>
      <span style={{ fontSize: 14, fontWeight: 500, marginRight: 16, whiteSpace: 'nowrap' }}>{dashboard.title}</span>
      {shown.map((v) => <Chosen key={v.name} label={v.label ?? v.name}>{values[v.name].text}</Chosen>)}
      <span style={{ marginLeft: 'auto', display: 'flex', gap: 16 }}>
        {(dashboard.links ?? []).map((l, i) => <a key={i} style={{ color: theme.colors.text.link, whiteSpace: 'nowrap' }} href={interpolate(l.url, values)}>{l.title}</a>)}
        <span style={{ whiteSpace: 'nowrap' }}>Last {raw.replace('now-', '')}</span>
      </span>
    </div>
  );
}

function App() {
  const [loaded, set] = useState();
  const [missing, setMissing] = useState();
  useEffect(() => { load().then((l) => { set(l); setMissing(l.panels.filter((p) => p.type !== 'row').length); }, (e) => { said.errors.push(String(e?.stack ?? e)); window.said = said; }); }, []);
  useEffect(() => { if (missing === 0) settled(Date.now() + 10000).then(() => finish(loaded)); }, [missing]);
  if (!loaded) return null;
  const inner = window.innerWidth - 32;
  const ready = () => setMissing((n) => n - 1);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <div style={{ background: theme.colors.background.canvas, color: theme.colors.text.primary, padding: 16, fontFamily: 'Inter, sans-serif', boxSizing: 'border-box' }}>
        <Head dashboard={loaded.dashboard} values={loaded.context.values} raw={loaded.raw} />
        <div style={{ position: 'relative', height: height(loaded.panels) }}>
          {loaded.panels.map((p, i) => (p.type === 'row'
            ? <div key={`row${i}`} style={{ position: 'absolute', display: 'flex', alignItems: 'center', fontSize: 14, fontWeight: 500, ...place(p, inner) }}>{p.collapsed ? '›' : '⌄'}&nbsp; {p.title}</div>
            : <Box key={`${p.id}-${i}`} panel={p} box={place(p, inner)} loaded={loaded} ready={ready} />))}
        </div>
      </div>
    </ThemeContext.Provider>
  );
}

// settled waits for the tables, which measure themselves before they show rows, and then for what moves into its place.
async function settled(until) {
  const pause = (long) => new Promise((done) => setTimeout(done, long));
  const waits = () => said.panels.some((p) => p.type === 'table' && p.items.length && !document.querySelector(`[data-panel="${p.id}"] [role=gridcell]`));
  while (waits() && Date.now() < until) await pause(100);
  await pause(400);
}

// finish looks at what is drawn.
function finish({ dashboard, context, all, panels, raw }) {
  const canvas = theme.colors.background.primary;
  for (const p of said.panels) {
    const root = document.querySelector(`[data-panel="${p.id}"]`);
    p.marks = drawnMarks[p.id] ?? [];
    p.texts = texts(root, canvas);
    p.says = root.querySelector('[data-empty]')?.textContent ?? '';
  }
  said.marks = all.map((m) => ({ ...m, contrast: ratio(theme.visualization.getColorByName(m.color), canvas) }));
  said.variables = Object.entries(context.values).map(([name, v]) => ({ name, ...v, error: v.error ?? '' }));
  said.links = (dashboard.links ?? []).filter((l) => l.url).map((l) => ({ title: l.title, href: interpolate(l.url ?? '', context.values) }));
  said.range = raw;
  said.notDrawn = [...new Set(panels.map((p) => p.type))].filter((t) => t !== 'row' && !drawn.includes(t));
  window.said = said;
}

createRoot(document.getElementById('root')).render(<App />);
