// What is said about the chosen node, or about the graph where none is.
const panel = byId("panel");

const addressOf = (node) => "#" + encodeURIComponent(node.id).replace(/%3A/g, ":").replace(/%2F/g, "/");

function chip(node) {
  const link = make("a", { class: `chip state-${node.state}`, href: addressOf(node) }, markOf(node.state), make("b", {}, node.name));
  link.title = `${node.kind}: ${data.states[node.state].word}`;
  if (node.plain && node.plain !== node.name) link.append(make("span", { class: "about" }, node.plain));
  return link;
}

function badge(state, text) {
  const item = make("li", { class: state ? `badge state-${state}` : "badge" });
  if (state) item.append(markOf(state));
  item.append(text);
  return item;
}

/* A place: a link to its file where we know the way, and its text to take along. */
function placeOf(file, line) {
  const text = line ? `${file}:${line}` : file;
  const shown = make("span", { class: "place" });
  if (!file) return shown;
  shown.append(data.root === null ? text : make("a", { href: data.root + file.split("/").map(encodeURIComponent).join("/") }, text));
  return shown;
}

function copier(text, what) {
  const button = make("button", { type: "button", class: "copy", title: `Copy ${what}` }, "copy");
  button.addEventListener("click", async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = make("textarea", {}, text);
      document.body.append(field);
      field.select();
      done = document.execCommand("copy");
      field.remove();
    }
    button.textContent = done ? "copied" : "not copied";
    setTimeout(() => { button.textContent = "copy"; }, 1500);
  });
  return button;
}

function usesList(title, found, side) {
  if (!found.length) return [];
  const list = make("ul", { class: "list" });
  for (const line of found) {
    const item = make("li", {}, chip(nodes[line[side]]));
    for (const [kind, file, number] of line.told) {
      item.append(make("span", { class: "how" }, `${data.kinds[kind]}, `, placeOf(file, number)));
    }
    list.append(item);
  }
  return [make("h3", {}, `${title} (${found.length})`), list];
}

function describe(number) {
  const node = nodes[number];
  const state = data.states[node.state];
  const about = [
    make("p", { class: "kind" }, node.kind + (node.goal ? ", a goal" : "")),
    make("h2", {}),
    make("p", { class: "label" }, node.label || node.id, copier(node.label || node.id, "the label")),
    make("ul", { class: "badges" },
      badge(node.state, state.word),
      node.goal ? badge("", "goal: the paper exists for it") : null,
      node.managed ? null : badge("", "not under management")),
    make("p", { class: "meaning" }, state.meaning[0].toUpperCase() + state.meaning.slice(1) + "."),
  ];
  if (node.title) about[1].innerHTML = node.title;
  else about[1].remove();
  const place = placeOf(node.file, node.line);
  if (node.file) about.push(make("p", {}, place, copier(node.line ? `${node.file}:${node.line}` : node.file, "the place")));
  const parts = [...about.filter((part) => part !== about[1] || node.title)];
  if (node.html) {
    const statement = make("div", { class: "statement" });
    // Written by us: every piece of the paper in it is escaped, and the policy runs no script.
    statement.innerHTML = node.html;
    parts.push(make("h3", {}, "Statement"), statement,
      make("details", {}, make("summary", {}, "LaTeX"), make("pre", {}, node.latex), copier(node.latex, "the LaTeX")));
  } else if (node.kind !== "citation") {
    parts.push(make("p", { class: "meaning" }, "Its text is not known."));
  }
  const above = reach(number, true, 0).size - 1, below = reach(number, false, 0).size - 1;
  parts.push(make("p", { class: "reach" },
    `In all it rests on ${above}, and ${below} ${below === 1 ? "falls" : "fall"} if it falls.`));
  const uses = node.into.filter(isUse), used = node.outOf.filter(isUse);
  const others = [...node.into, ...node.outOf].filter((line) => !isUse(line));
  parts.push(...usesList("Uses", uses, "from"), ...usesList("Used by", used, "to"));
  parts.push(...usesList("Mentions", others.filter((line) => line.to === number), "from"));
  parts.push(...usesList("Mentioned by", others.filter((line) => line.from === number), "to"));
  if (!uses.length && !used.length) parts.push(make("p", { class: "meaning" }, "It uses nothing and nothing uses it."));
  panel.setAttribute("aria-label", `${node.kind} ${node.name}`);
  panel.replaceChildren(...parts);
  panel.scrollTop = 0;
}

function overview() {
  const parts = [make("p", { class: "kind" }, "Choose a node to read it."),
    make("p", {}, "What is used stands above what uses it. Focus shows what the chosen node rests on, or what falls if it falls.")];
  const listed = (title, found, open) => {
    if (!found.length) return;
    const list = make("ul", { class: "list" }, ...found.map((node) => make("li", {}, chip(node))));
    parts.push(make("details", { open }, make("summary", {}, `${title} (${found.length})`), list));
  };
  listed("Goals", nodes.filter((node) => node.goal), true);
  listed("False, or resting on what is false", nodes.filter((node) => node.state.endsWith("false")), true);
  // Made when it is opened: it can be long.
  const all = make("details", {}, make("summary", {}, `All nodes (${nodes.length})`));
  all.addEventListener("toggle", () => {
    if (all.open && all.children.length === 1) {
      all.append(make("ul", { class: "list" }, ...nodes.map((node) => make("li", {}, chip(node)))));
    }
  });
  parts.push(all, byId("about").content.cloneNode(true));
  panel.setAttribute("aria-label", "Overview");
  panel.replaceChildren(...parts);
}
