// What the page knows: nodes, lines, and what rests on what.
const byId = (name) => document.getElementById("page-" + name);
const data = JSON.parse(byId("data").textContent);
const svg = byId("svg");
const world = byId("world");
const nodes = data.nodes;
const lines = data.lines;

for (const element of world.querySelectorAll(".node")) {
  const node = nodes[+element.dataset.node];
  node.element = element;
  node.home = [node.x, node.y];
  node.into = [];
  node.outOf = [];
}
for (const element of world.querySelectorAll(".line")) {
  const line = lines[+element.dataset.line];
  line.element = element;
  line.implied = line.shortcut;
  line.home = element.getAttribute("d");
  nodes[line.to].into.push(line);
  nodes[line.from].outOf.push(line);
}
const numberOf = new Map();
nodes.forEach((node, number) => { if (node.label && !numberOf.has(node.label)) numberOf.set(node.label, number); });
nodes.forEach((node, number) => numberOf.set(node.id, number));

const isUse = (line) => line.kinds.some((kind) => kind !== "mention");

/* The nodes within some steps of one, itself included; no limit of steps where it is 0. */
function reach(start, upwards, steps) {
  const found = new Set([start]);
  let edge = [start];
  for (let step = 0; edge.length && (!steps || step < steps); step++) {
    const next = [];
    for (const number of edge) {
      for (const line of upwards ? nodes[number].into : nodes[number].outOf) {
        const other = upwards ? line.from : line.to;
        if (isUse(line) && !found.has(other)) { found.add(other); next.push(other); }
      }
    }
    edge = next;
  }
  return found;
}

/* An element with attributes and children; text is always text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/* The mark of a state, as in the nodes. */
function markOf(state) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "-7.5 -7 15 14");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("class", "mark");
  path.setAttribute("d", data.states[state].mark);
  picture.append(path);
  return picture;
}

// What is chosen, found, focused and filtered.
const state = { chosen: null, focus: "all", steps: 0, hits: [], hit: -1, filter: null, kinds: new Set(), shortcuts: false };
for (const [kind, shown] of Object.entries(data.shown)) if (shown) state.kinds.add(kind);
