// Contrast after WCAG 2.2, 1.4.3 and 1.4.11, of what the page shows.
import tinycolor from 'tinycolor2';

export { tinycolor };

export const ratio = (color, background) => tinycolor.readability(over(color, background), background);

// over is a colour on another, which is opaque.
function over(color, background) {
  const c = tinycolor(color);
  return tinycolor.mix(background, c.clone().setAlpha(1), c.getAlpha() * 100);
}

// behind are the colours on which an element's text may lie: all those of a gradient.
function behind(element, canvas) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) {
    const style = getComputedStyle(e);
    const stops = style.backgroundImage === 'none' ? [] : style.backgroundImage.match(/rgba?\([^)]*\)|#[0-9a-f]{3,8}/gi) ?? [];
    const flat = tinycolor(style.backgroundColor);
    if (stops.length) layers.push(stops);
    if (flat.getAlpha() > 0) layers.push([style.backgroundColor]);
    if (flat.getAlpha() === 1 || (stops.length && stops.every((s) => tinycolor(s).getAlpha() === 1))) break;
  }
  return layers.reverse().reduce((under, layer) => under.flatMap((u) => layer.map((l) => over(l, u).toHexString())), [canvas]);
}

// texts are those of an element, each with its least contrast, and whether it is cut.
export function texts(root, canvas) {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement, text = node.textContent.trim();
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (!text || !box.width || style.visibility === 'hidden' || ['STYLE', 'SCRIPT', 'TITLE', 'DESC'].includes(e.tagName.toUpperCase())) continue;
    const size = parseFloat(style.fontSize);
    const color = e.closest('svg') ? style.fill : style.color;
    const least = Math.min(...behind(e, canvas).map((b) => ratio(color, b)));
    found.push({ text: text.slice(0, 80), color, size, least, cut: cut(node) });
  }
  return found;
}

// cut reports whether a text does not fit where it is: it ends in dots, or runs out of its cell.
function cut(node) {
  const text = document.createRange();
  text.selectNodeContents(node);
  const { left, right } = text.getBoundingClientRect();
  for (let e = node.parentElement; e && !e.dataset.panel; e = e.parentElement) {
    const { overflowX, textOverflow } = getComputedStyle(e), box = e.getBoundingClientRect();
    if (overflowX === 'hidden' && textOverflow === 'ellipsis' && e.scrollWidth > e.clientWidth + 1) return true;
    if (e.role === 'gridcell' && (left < box.left - 1 || right > box.right + 1)) return true;
  }
  return false;
}
