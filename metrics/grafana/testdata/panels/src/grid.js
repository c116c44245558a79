// Grafana's grid: 24 columns, rows of 30 pixels, gaps of 8; rows that fold, panels that repeat for each value of a variable.
const COLUMNS = 24, ROW = 30, GAP = 8;

export function place({ gridPos: g }, width) {
  const column = (width - (COLUMNS - 1) * GAP) / COLUMNS;
  return { left: g.x * (column + GAP), top: g.y * (ROW + GAP), width: g.w * column + (g.w - 1) * GAP, height: g.h * ROW + (g.h - 1) * GAP };
}

export const height = (panels) => Math.max(0, ...panels.map(({ gridPos: g }) => (g.y + g.h) * (ROW + GAP)));

// layout returns the panels that are seen, at their places; with `open` those in folded rows as well.
export function layout(panels, values, open) {
  const seen = [];
  let pushed = 0;
  for (const p of [...panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x)) {
    const at = p.gridPos.y + pushed;
    const unfolds = p.type === 'row' && p.collapsed && open;
    const own = { ...p, collapsed: p.collapsed && !open, gridPos: { ...p.gridPos, y: at } };
    const repeated = p.repeat ? repeats(own, values) : [own];
    seen.push(...repeated);
    if (p.repeat) pushed += Math.max(...repeated.map((r) => r.gridPos.y + r.gridPos.h)) - (at + p.gridPos.h);
    if (!unfolds || !p.panels?.length) continue;
    const top = Math.min(...p.panels.map((c) => c.gridPos.y));
    const inside = layout(p.panels, values, open).map((c) => ({ ...c, gridPos: { ...c.gridPos, y: c.gridPos.y - top + at + 1 } }));
    seen.push(...inside);
    pushed += Math.max(...inside.map((c) => c.gridPos.y + c.gridPos.h)) - at - 1;
  }
  return seen;
}

// repeats is a panel once for each value.
function repeats(p, values) {
  const options = values[p.repeat]?.options ?? [];
  if (!options.length) return [p];
  const across = p.repeatDirection !== 'v';
  const each = Math.min(options.length, p.maxPerRow ?? 4);
  const w = across ? Math.floor(COLUMNS / each) : p.gridPos.w;
  return options.map((value, i) => ({
    ...p, id: p.id * 1000 + i * (i > 0), title: p.title, scoped: { [p.repeat]: { text: value, value, options: [value] } },
    gridPos: { ...p.gridPos, w, x: across ? (i % each) * w : p.gridPos.x, y: p.gridPos.y + (across ? Math.floor(i / each) : i) * p.gridPos.h },
  })).map((r, i) => ({ ...r, id: i ? r.id : p.id }));
}
