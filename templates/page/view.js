// What part of the picture is seen: zoom, move, fit.
const view = { x: 0, y: 0, scale: 1 };
const whole = svg.dataset.bounds.split(" ").map(Number);
const FAR = 0.33, SMALL = 0.55, LARGEST = 3;

function show() {
  world.setAttribute("transform", `translate(${view.x.toFixed(2)} ${view.y.toFixed(2)}) scale(${view.scale.toFixed(5)})`);
  const far = view.scale < FAR;
  svg.classList.toggle("far", far);
  svg.classList.toggle("small", view.scale < SMALL);
  nameFromAfar(far);
}

/* From afar only goals, the chosen node and the current hit have names, at a size to read. */
const named = new Set();
function nameFromAfar(far) {
  const wanted = new Set();
  if (far) {
    nodes.forEach((node, number) => {
      if (!node.off && ((node.goal && goals <= 6) || number === state.chosen || number === state.hits[state.hit])) wanted.add(node);
    });
  }
  for (const node of named) {
    if (wanted.has(node)) continue;
    node.element.classList.remove("named");
    node.element.querySelector(".name").removeAttribute("transform");
    named.delete(node);
  }
  for (const node of wanted) {
    node.element.classList.add("named");
    node.element.querySelector(".name").setAttribute("transform", `scale(${(0.95 / view.scale).toFixed(3)})`);
    named.add(node);
  }
}
const goals = nodes.filter((node) => node.goal).length;

/* Left, top, right and bottom of what is shown. */
function extent() {
  let box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of nodes) {
    if (node.off) continue;
    box = [
      Math.min(box[0], node.x - node.w / 2), Math.min(box[1], node.y - node.h / 2),
      Math.max(box[2], node.x + node.w / 2), Math.max(box[3], node.y + node.h / 2),
    ];
  }
  return box[0] === Infinity ? [0, 0, whole[2], whole[3]] : box;
}

function stageSize() {
  return [svg.clientWidth || 1, svg.clientHeight || 1];
}

function fit() {
  const [left, top, right, bottom] = extent();
  const [width, height] = stageSize();
  const above = byId("note").hidden ? 24 : 56;
  view.scale = Math.max(0.001, Math.min((width - 48) / (right - left), (height - above - 24) / (bottom - top), 1.15));
  view.x = width / 2 - view.scale * (left + right) / 2;
  view.y = (height + above - 24) / 2 - view.scale * (top + bottom) / 2;
  show();
}

function zoom(factor, x, y) {
  const [width, height] = stageSize();
  const [left, top, right, bottom] = extent();
  const least = Math.min(0.5, 0.4 * Math.min(width / (right - left + 1), height / (bottom - top + 1)));
  const scale = Math.min(LARGEST, Math.max(least, view.scale * factor));
  const [px, py] = [x ?? width / 2, y ?? height / 2];
  view.x = px - (px - view.x) * scale / view.scale;
  view.y = py - (py - view.y) * scale / view.scale;
  view.scale = scale;
  show();
}

function move(dx, dy) {
  view.x += dx;
  view.y += dy;
  show();
}

/* Bring a node into sight: into the middle where it is outside or too small to read. */
function bring(node, always) {
  const [width, height] = stageSize();
  if (always && view.scale < 0.75) view.scale = 0.9;
  const x = view.x + view.scale * node.x, y = view.y + view.scale * node.y;
  const inside = x > 70 && y > 50 && x < width - 70 && y < height - 50;
  if (inside && !always) return;
  view.x = width / 2 - view.scale * node.x;
  view.y = height / 2 - view.scale * node.y;
  show();
}

let asked = 0;
/* At most once for each frame, however quickly a wheel or a hand moves. */
function soon(change) {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(change);
}

let wheeled = 1;
svg.addEventListener("wheel", (event) => {
  event.preventDefault();
  const unit = event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? 400 : 1;
  wheeled *= Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0016));
  const box = svg.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  soon(() => { zoom(wheeled, x, y); wheeled = 1; });
}, { passive: false });

const fingers = new Map();
let dragged = false;
svg.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
  dragged = false;
});
window.addEventListener("pointermove", (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
  if (!dragged && Math.hypot(dx, dy) < 4) return;
  if (!dragged) { dragged = true; svg.classList.add("dragged"); }
  if (fingers.size === 2) {
    const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const box = svg.getBoundingClientRect();
    const far = Math.hypot(before[0] - other[0], before[1] - other[1]) || 1;
    const now = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
    zoom(now / far, other[0] - box.left, other[1] - box.top);
  } else {
    view.x += dx;
    view.y += dy;
    soon(show);
  }
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
});
for (const end of ["pointerup", "pointercancel"]) {
  window.addEventListener(end, (event) => { fingers.delete(event.pointerId); svg.classList.remove("dragged"); });
}
// The end of a drag is no click on the node below it.
svg.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); event.stopPropagation(); dragged = false; } }, true);
svg.addEventListener("dragstart", (event) => event.preventDefault());

window.addEventListener("beforeprint", () => {
  const [left, top, right, bottom] = extent();
  svg.setAttribute("viewBox", [left - 20, top - 20, right - left + 40, bottom - top + 40].join(" "));
  world.removeAttribute("transform");
  svg.classList.remove("far", "small");
  nameFromAfar(false);
});
window.addEventListener("afterprint", () => { svg.removeAttribute("viewBox"); show(); });
