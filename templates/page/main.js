// What is found, focused and filtered, and the hands on all of it.
const kindShown = (line) => line.kinds.find((kind) => state.kinds.has(kind));
let arranged = false;

/* Which nodes the focus leaves. */
function focused() {
  if (state.focus === "all" || state.chosen === null) return null;
  const up = state.focus === "down" ? new Set() : reach(state.chosen, true, state.steps);
  const down = state.focus === "up" ? new Set() : reach(state.chosen, false, state.steps);
  return new Set([...up, ...down, state.chosen]);
}

/* Classes of lines and nodes, after anything changed. */
function paint() {
  const focus = focused();
  for (const node of nodes) {
    const number = numberOf.get(node.id);
    const lonely = node.kind === "citation" && !state.kinds.has("cites") && number !== state.chosen;
    node.off = lonely || (focus !== null && !focus.has(number));
    const list = node.element.classList;
    list.toggle("off", node.off);
    list.toggle("chosen", number === state.chosen);
    list.toggle("kept", state.filter === null || state.filter(node));
  }
  nameFromAfar(view.scale < FAR);
  for (const line of lines) {
    const kind = kindShown(line);
    const into = line.to === state.chosen, out = line.from === state.chosen;
    const touches = (into || out) && isUse(line);
    const asked = kind && (!line.implied || state.shortcuts || touches);
    const off = !asked || nodes[line.from].off || nodes[line.to].off;
    line.element.setAttribute("class", `line kind-${kind || line.kinds[0]}${line.implied ? " shortcut" : ""}${off ? " off" : into ? " in" : out ? " out" : ""}`);
  }
  svg.classList.toggle("has-choice", state.chosen !== null && nodes[state.chosen].into.length + nodes[state.chosen].outOf.length > 0);
  svg.classList.toggle("has-filter", state.filter !== null);
  for (const button of byId("focus").children) {
    button.disabled = state.chosen === null && button.dataset.focus !== "all";
    button.setAttribute("aria-pressed", button.dataset.focus === state.focus);
  }
  for (const button of byId("depth").children) {
    button.disabled = state.focus === "all" || state.chosen === null;
    button.setAttribute("aria-pressed", +button.dataset.depth === state.steps);
  }
  const note = byId("note");
  note.hidden = focus === null;
  if (focus !== null) {
    const words = { up: "rests on", down: "is used by", both: "rests on and is used by" }[state.focus];
    note.textContent = `${nodes[state.chosen].name} ${words}: ${focus.size - 1} of ${nodes.length - 1} nodes${state.steps ? `, within ${state.steps} step${state.steps > 1 ? "s" : ""}` : ""} (Esc for all)`;
  }
}

/* Paint, and arrange anew where the focus is another one. */
function refocus() {
  const focus = focused();
  implyAmong(focus);
  paint();
  if (focus !== null) arrangeSome(focus);
  else if (arranged) arrangeAll();
  else return;
  arranged = focus !== null;
  fit();
  if (state.chosen !== null && view.scale < 0.3) bring(nodes[state.chosen], true);
}

function setFocus(focus) {
  if (state.chosen === null && focus !== "all") return;
  state.focus = focus;
  refocus();
  if (focus === "all" && state.chosen !== null) bring(nodes[state.chosen], nodes.length > 60);
}

function setSteps(steps) {
  if (state.focus === "all") return;
  state.steps = steps;
  refocus();
}

/* Choose a node, or none; everything that chooses goes through the address of the page. */
function choose(number, from) {
  state.chosen = number;
  if (number === null) {
    state.focus = "all";
    overview();
    refocus();
    return;
  }
  describe(number);
  if (state.focus !== "all") refocus();
  else paint();
  bring(nodes[number], from === "afar");
}

function chosenByAddress() {
  let name = location.hash.slice(1);
  try { name = decodeURIComponent(name); } catch { /* it means itself */ }
  return numberOf.has(name) ? numberOf.get(name) : null;
}

let next = "afar";
window.addEventListener("hashchange", () => { choose(chosenByAddress(), next); next = "afar"; });

function go(number, from) {
  const address = number === null ? "#" : addressOf(nodes[number]);
  if (number === state.chosen) { if (number !== null) bring(nodes[number], from === "afar"); return; }
  next = from;
  location.hash = address;
}

world.addEventListener("click", (event) => { if (event.target.closest(".node")) next = "here"; });
svg.addEventListener("click", (event) => { if (!event.target.closest(".node") && state.focus === "all") go(null, "here"); });

// Search.
const field = byId("search");
function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  state.hits = [];
  state.hit = -1;
  nodes.forEach((node, number) => {
    if (!node.words) node.words = [node.id, node.label, node.plain, node.kind, data.states[node.state].word, node.latex].join(" ").toLowerCase();
    const hit = words.length > 0 && words.every((word) => node.words.includes(word));
    node.element.classList.toggle("hit", hit);
    node.element.classList.remove("current");
    if (hit) state.hits.push(number);
  });
  nameFromAfar(view.scale < FAR);
  // Names before texts.
  const named = (number) => words.every((word) => (nodes[number].name + " " + nodes[number].plain).toLowerCase().includes(word));
  state.hits.sort((a, b) => named(b) - named(a) || a - b);
  byId("hits").textContent = words.length ? (state.hits.length ? `${state.hits.length} found` : "nothing found") : "";
}
function goToHit(direction) {
  if (!state.hits.length) return;
  state.hit = (state.hit + direction + state.hits.length) % state.hits.length;
  if (state.focus !== "all") { state.focus = "all"; refocus(); }
  nodes.forEach((node) => node.element.classList.remove("current"));
  nodes[state.hits[state.hit]].element.classList.add("current");
  go(state.hits[state.hit], "afar");
  byId("hits").textContent = `${state.hit + 1} of ${state.hits.length}`;
}
field.addEventListener("input", search);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); goToHit(event.shiftKey ? -1 : 1); }
});

// Buttons.
byId("focus").addEventListener("click", (event) => { const focus = event.target.dataset.focus; if (focus) setFocus(focus); });
byId("depth").addEventListener("click", (event) => { const steps = event.target.dataset.depth; if (steps) setSteps(+steps); });
byId("in").addEventListener("click", () => zoom(1.35));
byId("out").addEventListener("click", () => zoom(1 / 1.35));
byId("fit").addEventListener("click", fit);
byId("keys").addEventListener("click", () => byId("help").showModal());
byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});

// The legend shows and hides lines, and picks out the nodes of a state or kind.
byId("legend").addEventListener("change", (event) => {
  const { line, shortcut } = event.target.dataset;
  if (line) event.target.checked ? state.kinds.add(line) : state.kinds.delete(line);
  if (shortcut) state.shortcuts = event.target.checked;
  paint();
});
byId("legend").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const pressed = button.getAttribute("aria-pressed") === "true";
  clearFilter();
  if (pressed) return paint();
  button.setAttribute("aria-pressed", "true");
  const { state: wanted, kind } = button.dataset;
  state.filter = (node) => (wanted ? node.state === wanted : node.kind === kind);
  paint();
});
function clearFilter() {
  state.filter = null;
  for (const other of byId("legend").querySelectorAll("[aria-pressed]")) other.setAttribute("aria-pressed", "false");
}

// The divider.
const divider = byId("divider");
const widen = (width) => document.documentElement.style.setProperty("--panel-width", `${Math.min(innerWidth - 300, Math.max(240, width))}px`);
divider.addEventListener("pointerdown", (event) => { divider.setPointerCapture(event.pointerId); });
divider.addEventListener("pointermove", (event) => { if (divider.hasPointerCapture(event.pointerId)) widen(innerWidth - event.clientX); });
divider.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: 30, ArrowRight: -30 }[event.key];
  if (step) { event.preventDefault(); event.stopPropagation(); widen(panel.offsetWidth + step); }
});

// Keys.
const nearest = (numbers, x) => numbers.reduce((best, number) => (best === null || Math.abs(nodes[number].x - x) < Math.abs(nodes[best].x - x) ? number : best), null);
function along(key) {
  const node = nodes[state.chosen];
  const seen = (number) => !nodes[number].off;
  if (key === "ArrowUp") return nearest(node.into.filter(isUse).map((line) => line.from).filter(seen), node.x);
  if (key === "ArrowDown") return nearest(node.outOf.filter(isUse).map((line) => line.to).filter(seen), node.x);
  const right = key === "ArrowRight" ? 1 : -1;
  const row = nodes.map((_, number) => number).filter((number) => seen(number) && number !== state.chosen
    && Math.abs(nodes[number].y - node.y) < 12 && (nodes[number].x - node.x) * right > 0);
  return nearest(row, node.x);
}
function back() {
  if (field.value) { field.value = ""; search(); }
  else if (state.filter) { clearFilter(); paint(); }
  else if (state.focus !== "all") setFocus("all");
  else if (state.chosen !== null) go(null, "here");
  if (document.activeElement === field) field.blur();
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.key === "Escape") { back(); event.preventDefault(); return; }
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("input[type=search], textarea")) return;
  const { key } = event;
  const inPanel = panel.contains(target);
  let done = true;
  if (key === "/") { field.focus(); field.select(); }
  else if (key === "+" || key === "=") zoom(1.25);
  else if (key === "-" || key === "_") zoom(1 / 1.25);
  else if (key === "0") fit();
  else if (key === "?") byId("help").showModal();
  else if (key === "p") panel.focus();
  else if ("arub".includes(key)) setFocus({ a: "all", r: "up", u: "down", b: "both" }[key]);
  else if ("1239".includes(key)) setSteps(key === "9" ? 0 : +key);
  else if (key.startsWith("Arrow") && !inPanel) {
    const [dx, dy] = { ArrowUp: [0, 80], ArrowDown: [0, -80], ArrowLeft: [80, 0], ArrowRight: [-80, 0] }[key];
    const focusedNode = target.closest(".node");
    if (event.shiftKey || (state.chosen === null && !focusedNode)) move(dx, dy);
    else {
      if (state.chosen === null) state.chosen = +focusedNode.dataset.node;
      const number = along(key);
      if (number !== null) { nodes[number].element.focus({ preventScroll: true }); go(number, "here"); }
    }
  } else done = false;
  if (done) event.preventDefault();
});
// Who tabs to a node wants to see it.
world.addEventListener("focusin", (event) => {
  const element = event.target.closest(".node");
  if (element && element.matches(":focus-visible")) bring(nodes[+element.dataset.node], view.scale < FAR);
  byId("stage").scrollTo(0, 0);
});

let fitted = true;
new ResizeObserver(() => { if (fitted) fit(); }).observe(svg);
for (const end of ["wheel", "pointerdown"]) svg.addEventListener(end, () => { fitted = false; }, { passive: true });
// On a small screen the picture comes first.
if (innerWidth < 740) byId("legend").open = false;
paint();
fit();
const first = chosenByAddress();
if (first === null) overview();
else choose(first, nodes.length > 60 ? "afar" : "here");
