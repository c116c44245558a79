// A state timeline after Grafana's, which is not in its packages: a lane for each series, a box for each time of one value.
import { formattedValueToString, getFieldDisplayName, dateTimeFormat } from '@grafana/data';
import { tinycolor } from './contrast.js';

const LABELS = 150, AXIS = 22;

export function Timeline({ frames, options, width, height, from, to, theme }) {
  const lanes = frames.flatMap((f) => f.fields.slice(1).map((field) => ({ name: getFieldDisplayName(field, f, frames), field, times: f.fields[0].values })));
  const wide = width - LABELS, each = (height - AXIS) / lanes.length;
  const x = (at) => Math.max(0, Math.min(wide, ((at - from) / (to - from)) * wide));
  const ticks = Array.from({ length: Math.max(2, Math.floor(wide / 110)) }, (_, i, all) => from + ((i + 0.5) * (to - from)) / Math.max(2, Math.floor(wide / 110)));
  return (
    <div style={{ position: 'relative', width, height, fontSize: 12 }}>
      {lanes.map((lane, i) => (
        <div key={lane.name + i}>
          <div style={{ position: 'absolute', left: 0, top: i * each, width: LABELS - 8, height: each, display: 'flex', alignItems: 'center', justifyContent: 'flex-end' }}>
            <span style={{ whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' }}>{lane.name}</span>
          </div>
          {boxes(lane, to).map((b) => <Box key={b.from} {...b} lane={lane} top={i * each} height={each * (options.rowHeight ?? 0.9)} left={LABELS + x(b.from)} width={x(b.to) - x(b.from)} theme={theme} />)}
        </div>
      ))}
      {ticks.map((at) => <span key={at} style={{ position: 'absolute', bottom: 0, left: LABELS + x(at), transform: 'translateX(-50%)', whiteSpace: 'nowrap' }}>{dateTimeFormat(at, { format: to - from > 864e5 ? 'MM/DD' : 'HH:mm', timeZone: 'utc' })}</span>)}
    </div>
  );
}

// boxes joins what is the same; a gap longer than a step is a gap.
function boxes({ field, times }, end) {
  const made = [];
  const step = field.config.interval ?? Infinity;
  field.values.forEach((value, i) => {
    const last = made.at(-1), until = Math.min(times[i + 1] ?? end, times[i] + step);
    if (value == null) return;
    if (last && last.value === value && times[i] <= last.to) last.to = until;
    else made.push({ value, from: times[i], to: until });
  });
  return made;
}

function Box({ value, lane, left, top, width, height, theme }) {
  const shown = lane.field.display(value);
  const color = tinycolor(shown.color).setAlpha((lane.field.config.custom?.fillOpacity ?? 70) / 100);
  const solid = tinycolor.mix(theme.colors.background.primary, shown.color, color.getAlpha() * 100).toHexString();
  const text = formattedValueToString(shown);
  return (
    <div data-box={text} style={{ position: 'absolute', left, top, width: Math.max(1, width), height, background: solid, overflow: 'hidden', color: theme.colors.getContrastText(solid, 3), fontWeight: 500, display: 'flex', alignItems: 'center', paddingLeft: 2, boxSizing: 'border-box' }}>
      {width > text.length * 8 ? text : ''}
    </div>
  );
}
