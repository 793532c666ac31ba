// A line chart of one measure by day, with the period before it.
import { h, s } from './dom.js';
import { count } from './form.js';
import { t } from './words.js';

const height = 236;
const pad = { top: 14, right: 14, bottom: 26, left: 48 };

// lineChart draws points [{value, label, axis, before, open, unfinished}] into
// an element that redraws itself at its width; tip(point) makes the tooltip,
// point.open shows the people.
export function lineChart(points, tip) {
  const plot = h('div', { class: 'plot' });
  const tooltip = h('div', { class: 'tip', hidden: true });
  const el = h('div', {
    class: 'chart', tabindex: '0', role: 'slider', 'aria-label': t('chartHelp'),
    'aria-valuemin': '0', 'aria-valuemax': String(points.length - 1),
  }, plot, tooltip);
  let at = points.length - 1;
  let geometry = null;

  function draw() {
    const width = plot.clientWidth;
    if (!width) return;
    geometry = measure(points, width);
    plot.replaceChildren(picture(points, geometry, width));
  }

  function show(i) {
    at = Math.max(0, Math.min(points.length - 1, i));
    const p = points[at];
    el.setAttribute('aria-valuenow', String(at));
    el.setAttribute('aria-valuetext', t('onDay', { day: p.label, n: count(p.value) }));
    if (!geometry) return;
    const x = geometry.x(at);
    const y = geometry.y(p.value);
    const mark = plot.querySelector('.cursor');
    mark.replaceChildren(
      s('line', { x1: x, x2: x, y1: pad.top, y2: height - pad.bottom, class: 'rule' }),
      s('circle', { cx: x, cy: y, r: 5, class: p.unfinished ? 'dot open' : 'dot' }));
    tooltip.replaceChildren(...tip(p));
    tooltip.hidden = false;
    const room = plot.clientWidth - tooltip.offsetWidth - 4;
    const side = x + 14 + tooltip.offsetWidth > plot.clientWidth ? x - 14 - tooltip.offsetWidth : x + 14;
    tooltip.style.left = Math.max(4, Math.min(room, side)) + 'px';
    tooltip.style.top = Math.max(0, Math.min(height - pad.bottom - tooltip.offsetHeight, y - tooltip.offsetHeight / 2)) + 'px';
  }

  function hide() {
    tooltip.hidden = true;
    plot.querySelector('.cursor')?.replaceChildren();
  }

  const point = (e) => geometry && show(geometry.nearest(e.clientX - plot.getBoundingClientRect().left));
  plot.addEventListener('pointermove', point);
  plot.addEventListener('click', (e) => {
    point(e);
    if (e.pointerType !== 'touch') points[at].open(); // a finger sees the tip first, and its link
  });
  el.addEventListener('pointerleave', () => el === document.activeElement || hide());
  el.addEventListener('focus', () => el.matches(':focus-visible') && show(at));
  el.addEventListener('focusout', (e) => el.contains(e.relatedTarget) || hide());
  el.addEventListener('keydown', (e) => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[e.key];
    if (e.target !== el) return;
    if (to !== undefined) show(to);
    else if (e.key === 'Enter' || e.key === ' ') points[at].open();
    else if (e.key === 'Escape') hide();
    else return;
    e.preventDefault();
  });
  new ResizeObserver(draw).observe(plot);
  return el;
}

// measure maps days and values to pixels. The axis begins at zero unless the
// values are far from it, and has three to five steps of 1, 2 or 5.
function measure(points, width) {
  const all = points.flatMap((p) => [p.value, p.before]).filter((v) => v !== null);
  const high = Math.max(1, ...all);
  const low = Math.min(...all);
  const floor = low > high * 0.6 ? low - (high - low) * 0.4 : 0;
  const rough = Math.max(1, (high - floor) / 4);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((k) => k * unit >= rough);
  const from = Math.floor(floor / step) * step;
  const to = Math.ceil(high / step) * step;
  const inner = width - pad.left - pad.right;
  const gap = inner / Math.max(1, points.length - 1);
  return {
    ticks: Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step),
    every: Math.ceil(84 / gap),
    x: (i) => pad.left + i * gap,
    y: (v) => pad.top + (1 - (v - from) / (to - from)) * (height - pad.top - pad.bottom),
    nearest: (px) => Math.max(0, Math.min(points.length - 1, Math.round((px - pad.left) / gap))),
  };
}

function picture(points, g, width) {
  const whole = points.findIndex((p) => p.unfinished);
  const last = whole < 0 ? points.length : whole;
  const path = (from, to, of) => points.slice(from, to).map((p, i) => (of(p) === null ? '' : (i ? 'L' : 'M') + g.x(from + i).toFixed(1) + ' ' + g.y(of(p)).toFixed(1))).join('');
  const end = points[points.length - 1];
  return s('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    g.ticks.map((v, i) => [
      s('line', { x1: pad.left, x2: width - pad.right, y1: g.y(v), y2: g.y(v), class: i ? 'grid' : 'axis' }),
      s('text', { x: pad.left - 10, y: g.y(v) + 4, 'text-anchor': 'end' }, count(v)),
    ]),
    points.map((p, i) => (points.length - 1 - i) % g.every === 0 && s('text', { x: g.x(i), y: height - 6, 'text-anchor': i === points.length - 1 ? 'end' : 'middle' }, p.axis)),
    s('path', { d: path(0, points.length, (p) => p.before), class: 'line before' }),
    s('path', { d: path(0, last, (p) => p.value), class: 'line' }),
    last < points.length && s('path', { d: path(Math.max(0, last - 1), points.length, (p) => p.value), class: 'line unfinished' }),
    s('circle', { cx: g.x(points.length - 1), cy: g.y(end.value), r: 4, class: end.unfinished ? 'dot open' : 'dot' }),
    s('g', { class: 'cursor' }));
}
