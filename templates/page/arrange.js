// Where things go when only some nodes are shown: the whole drawing's layers and orders, closed up.
const GAP = 26;
const LAYER_GAP = 58;
const DUMMY = 10;
const ARROW = 8;

/* Positions that are nearest to the wanted ones and keep order and distances (pool adjacent
   violators: neighbours that would overlap move as one block). */
function spread(wanted, distances) {
  const blocks = [];
  let shift = 0;
  wanted.forEach((want, place) => {
    if (place) shift += distances[place - 1];
    let block = { sum: want - shift, count: 1 };
    while (blocks.length && blocks[blocks.length - 1].sum / blocks[blocks.length - 1].count > block.sum / block.count) {
      const before = blocks.pop();
      block = { sum: block.sum + before.sum, count: block.count + before.count };
    }
    blocks.push(block);
  });
  const placed = [];
  shift = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.count; i++) {
      if (placed.length) shift += distances[placed.length - 1];
      placed.push(block.sum / block.count + shift);
    }
  }
  return placed;
}

/* Where a line of the whole drawing is at some height. */
function crossing(line, height) {
  if (!line.points) line.points = (line.home.match(/-?[\d.]+/g) || []).map(Number);
  const points = line.points;
  for (let i = 2; i + 1 < points.length; i += 2) {
    const low = points[i - 1], high = points[i + 1];
    if ((low <= height && height <= high) || (high <= height && height <= low)) {
      const part = high === low ? 0 : (height - low) / (high - low);
      return points[i - 2] + part * (points[i] - points[i - 2]);
    }
  }
  return points[0];
}

/* Put back everything where the whole drawing has it. */
function arrangeAll() {
  for (const node of nodes) place(node, ...node.home);
  for (const line of lines) line.element.setAttribute("d", line.home);
}

function place(node, x, y) {
  if (node.x === x && node.y === y) return;
  node.x = x;
  node.y = y;
  node.element.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
}

/* Which lines a longer way implies among the nodes shown: a shortcut is one only while its way is. */
function implyAmong(shown) {
  if (shown === null) {
    for (const line of lines) line.implied = line.shortcut;
    return;
  }
  const order = [...shown].sort((a, b) => nodes[b].home[1] - nodes[a].home[1]);
  const bit = new Map(order.map((number, place) => [number, 1n << BigInt(place)]));
  const below = (number) => nodes[number].outOf.filter((line) => isUse(line) && shown.has(line.to) && nodes[line.to].home[1] > nodes[number].home[1]);
  const reached = new Map();
  for (const number of order) {
    const next = below(number);
    reached.set(number, next.reduce((all, line) => all | reached.get(line.to), bit.get(number)));
    for (const line of next) {
      line.implied = line.shortcut && next.some((other) => other !== line && (reached.get(other.to) & bit.get(line.to)) !== 0n);
    }
  }
}

/* Layers for some nodes: below everything they use, and not further above their users than needed.
   What was above in the whole drawing is above here, so that cycles do no harm. */
function layersOf(shown, drawn) {
  const above = new Map([...shown].map((number) => [number, []]));
  const below = new Map([...shown].map((number) => [number, []]));
  for (const line of drawn) {
    if (!isUse(line)) continue;
    const turned = nodes[line.from].home[1] > nodes[line.to].home[1];
    const [top, bottom] = turned ? [line.to, line.from] : [line.from, line.to];
    above.get(bottom).push(top);
    below.get(top).push(bottom);
  }
  const order = [...shown].sort((a, b) => nodes[a].home[1] - nodes[b].home[1] || a - b);
  const layer = new Map();
  for (const number of order) layer.set(number, Math.max(-1, ...above.get(number).map((other) => layer.get(other) ?? -1)) + 1);
  for (const number of order.reverse()) {
    const lower = below.get(number).map((other) => layer.get(other));
    if (!above.get(number).length && lower.length) layer.set(number, Math.max(layer.get(number), Math.min(...lower) - 1));
  }
  return layer;
}

/* Draw only the nodes of a set, close together. */
function arrangeSome(shown) {
  const drawn = lines.filter((line) => shown.has(line.from) && shown.has(line.to) && line.from !== line.to);
  const layerOf = layersOf(shown, drawn);
  const layers = Array.from({ length: Math.max(...layerOf.values()) + 1 }, () => []);
  const spots = new Map();
  for (const number of shown) {
    const node = nodes[number];
    const spot = { x: node.home[0], width: node.w, node, up: [], down: [], layer: layerOf.get(number) };
    spots.set(number, spot);
    layers[spot.layer].push(spot);
  }
  for (const line of drawn) {
    line.way = null;
    if (line.implied || !isUse(line)) continue;
    let [before, end] = [spots.get(line.from), spots.get(line.to)];
    const turned = before.layer > end.layer;
    if (turned) [before, end] = [end, before];
    const [top, bottom] = [before.node.home[1], end.node.home[1]];
    line.way = [before];
    for (let layer = before.layer + 1; layer < end.layer; layer++) {
      const part = (layer - before.layer) / (end.layer - before.layer);
      const spot = { x: crossing(line, top + part * (bottom - top)), width: DUMMY, up: [], down: [], layer };
      layers[layer].push(spot);
      line.way.push(spot);
    }
    line.way.push(end);
    for (let i = 1; i < line.way.length; i++) {
      line.way[i - 1].down.push(line.way[i]);
      line.way[i].up.push(line.way[i - 1]);
    }
    if (turned) line.way.reverse();
  }
  for (const layer of layers) layer.sort((a, b) => a.x - b.x);
  const mean = (spot, sides) => {
    let sum = 0, weight = 0;
    for (const side of sides) {
      for (const other of spot[side]) {
        const w = !spot.node && !other.node ? 8 : !spot.node || !other.node ? 2 : 1;
        sum += w * other.x;
        weight += w;
      }
    }
    return weight ? sum / weight : spot.x;
  };
  const settle = (layer, sides) => {
    const wanted = layer.map((spot) => mean(spot, sides));
    const distances = layer.slice(1).map((spot, i) => (spot.width + layer[i].width) / 2 + GAP);
    spread(wanted, distances).forEach((x, i) => { layer[i].x = x; });
  };
  // A few passes in which layers take the order that their neighbours suggest, then positions.
  for (let pass = 0; pass < 6; pass++) {
    const down = pass % 2 === 0;
    for (const layer of down ? layers : [...layers].reverse()) {
      const wish = new Map(layer.map((spot) => [spot, mean(spot, [down ? "up" : "down"])]));
      if (pass < 4) layer.sort((a, b) => wish.get(a) - wish.get(b));
      settle(layer, [down ? "up" : "down"]);
    }
  }
  for (let pass = 0; pass < 24; pass++) {
    for (const layer of pass % 2 ? [...layers].reverse() : layers) settle(layer, ["up", "down"]);
  }
  let top = 0;
  layers.forEach((layer) => {
    const tall = Math.max(...layer.map((spot) => (spot.node ? spot.node.h : 0)));
    for (const spot of layer) spot.y = top + tall / 2;
    top += tall + LAYER_GAP + Math.min(60, layer.length * 2);
  });
  for (const spot of spots.values()) place(spot.node, spot.x, spot.y);
  for (const line of drawn) line.element.setAttribute("d", wayOf(line));
}

/* The curve of a line through the spots that were kept free for it. */
function wayOf(line) {
  const from = nodes[line.from], to = nodes[line.to];
  const down = to.y >= from.y ? 1 : -1;
  const level = Math.abs(to.y - from.y) < (from.h + to.h) / 2;
  const start = [from.x, from.y + (level ? 1 : down) * from.h / 2];
  const end = [to.x, to.y - (level ? -1 : down) * (to.h / 2 + ARROW)];
  if (level || !line.way) {
    // No room was kept free for it: it bends aside of what may stand between.
    const widest = Math.max(from.w, to.w);
    const aside = Math.abs(to.x - from.x) < widest ? 0.7 * widest + 40 : 0;
    const low = Math.max(start[1], end[1]) + 30;
    const bends = level ? [low, low] : [0.4, 0.6].map((part) => start[1] + part * (end[1] - start[1]));
    if (aside) {
      [start[0], end[0]] = [from.x + from.w * 0.22, to.x + to.w * 0.22];
      if (!level) end[1] += down * ARROW * 0.6; // it comes in flat
    }
    const numbers = [start[0] + aside, bends[0], end[0] + aside, bends[1], ...end].map(Math.round);
    return `M${start.map(Math.round).join(" ")}C${numbers.join(" ")}`;
  }
  const points = [start, ...line.way.slice(1, -1).map((spot) => [spot.x, spot.y]), end];
  let path = `M${start[0].toFixed(1)} ${start[1].toFixed(1)}`;
  for (let i = 1; i < points.length; i++) {
    const [x1, y1] = points[i - 1], [x2, y2] = points[i];
    const middle = ((y1 + y2) / 2).toFixed(1);
    path += `C${x1.toFixed(1)} ${middle} ${x2.toFixed(1)} ${middle} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
  }
  return path;
}
