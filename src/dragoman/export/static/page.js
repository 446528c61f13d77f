// The dossier page without its script is complete and readable; this adds the evidence pane, the filters and the rows that are packed.
// Words of reports only ever become text nodes. Positions count code points, so texts are split by code point.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const TAGS = new Set(("a article bdi blockquote circle code dd details div dl dt em figcaption figure h4 header li ol p path q rect span strong " +
    "b i summary svg table tbody td text th thead tr ul").split(" "));
  const ATTRS = new Set(("aria-hidden aria-label class cx cy d data-d data-e data-f data-k data-r data-w height href id lang open r rel role rx " +
    "scope tabindex text-anchor title viewBox width x y").split(" "));
  const SVG = new Set(["svg", "path", "rect", "circle", "text"]);
  const pane = $("pane"), body = $("evidence"), title = $("pane-title"), close = $("close");
  const narrow = matchMedia("(max-width: 1099px)");
  let opener = null, shown = "";

  const make = (tag, attrs = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  // A packed row is [tag, {attributes}, child, ...]; anything that is not on the lists above is left out.
  const build = (tree) => {
    if (typeof tree === "string") return document.createTextNode(tree);
    const [tag, attrs, ...children] = tree;
    if (!TAGS.has(tag)) return document.createTextNode("");
    const node = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attrs)) {
      if (ATTRS.has(name) && (name !== "href" || /^(#|https?:\/\/)/.test(value))) node.setAttribute(name, value);
    }
    for (const child of children) node.append(build(child));
    return node;
  };

  const opened = new Map();
  const unpack = (id) => {
    if (!opened.has(id)) {
      opened.set(id, (async () => {
        const bytes = Uint8Array.from(atob($(id).textContent.trim()), (c) => c.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
        return JSON.parse(await new Response(stream).text());
      })());
    }
    return opened.get(id);
  };
  let prepared = null;
  const texts = () => {
    prepared ??= unpack("texts").then((reports) => {
      for (const report of reports) {
        report.chars = Array.from(report.text);
        let at = 0;
        report.spans = [];
        for (let i = 0; i < report.s.length; i += 2) {
          const start = at + report.s[i];
          at = start + report.s[i + 1];
          report.spans.push([start, at]);
        }
      }
      return reports;
    });
    return prepared;
  };

  const fill = async (name) => {
    const more = document.querySelector(`.more[data-s="${name}"]`);
    if (!more) return;
    const list = document.querySelector(`[data-list="${name}"]`);
    const rows = (await unpack("rows"))[name];
    const fragment = document.createDocumentFragment();
    for (const row of rows) fragment.append(build(row));
    list.replaceChildren(fragment);
    more.querySelector("button").remove();
    delete more.dataset.s;
    more.hidden = list.querySelectorAll(".item, .t, tr").length >= Number(more.dataset.n);
  };
  const fillAll = () => Promise.all(all(".more[data-s]").map((more) => fill(more.dataset.s)));

  // ---- evidence

  const places = (element) => {
    const numbers = (element.dataset.e || "").split(" ").filter(Boolean).map(Number);
    const byReport = new Map();
    for (let i = 0; i < numbers.length; i += 3) {
      if (!byReport.has(numbers[i])) byReport.set(numbers[i], []);
      byReport.get(numbers[i]).push([numbers[i + 1], numbers[i + 2]]);
    }
    return byReport;
  };

  // The characters from start to end, with the ranges marked.
  const marked = (report, start, end, ranges) => {
    const out = [];
    let at = start;
    for (const [a, b] of ranges) {
      const from = Math.max(a, at), to = Math.min(b, end);
      if (to <= from) continue;
      out.push(report.chars.slice(at, from).join(""), make("mark", {}, report.chars.slice(from, to).join("")));
      at = to;
    }
    out.push(report.chars.slice(at, end).join(""));
    return out;
  };

  const flag = (report, n) => {
    const why = report.g[n];
    if (!why) return [];
    const sign = make("span", { "aria-hidden": "true" }, "\u2691");
    return [" ", make("span", { class: "b no", title: why }, sign, " DAMAGED"), make("span", { class: "sr" }, ` ${why}`)];
  };

  const sentence = (report, n, ranges, cls) => {
    const [start, end] = report.spans[n];
    return make("p", { class: cls }, ...marked(report, start, end, ranges), ...flag(report, n));
  };

  const excerpts = (report, ranges) => {
    const hit = new Set();
    report.spans.forEach(([start, end], n) => {
      if (ranges.some(([a, b]) => a < end && start < b)) hit.add(n);
    });
    if (!hit.size) return ranges.map(([a, b]) => make("p", { class: "hit" }, make("mark", {}, report.chars.slice(a, b).join(""))));
    const near = new Set([...hit].flatMap((n) => [n - 1, n, n + 1]).filter((n) => n >= 0 && n < report.spans.length));
    const out = [];
    let last = -1;
    for (const n of [...near].sort((a, b) => a - b)) {
      if (last >= 0 && n > last + 1) out.push(make("p", { class: "gap", "aria-hidden": "true" }, "\u2026"));
      out.push(sentence(report, n, ranges, hit.has(n) ? "hit" : "near"));
      last = n;
    }
    return out;
  };

  const whole = (report, ranges) => {
    const out = [];
    let at = 0;
    for (const line of report.text.split("\n")) {
      const length = Array.from(line).length;
      if (line.trim()) out.push(make("p", { class: at < report.body ? "hl" : "" }, ...marked(report, at, at + length, ranges)));
      at += length + 1;
    }
    return out;
  };

  const column = (report, ranges, full) => {
    const head = make("h3", {}, make("span", { class: "m" }, String(report.n)), " ", make("bdi", {}, report.outlet));
    const facts = make("p", { class: "q" }, [report.date, report.origin].filter(Boolean).join(" \u00b7 "));
    const text = make("div", { class: "text", lang: report.lang, dir: "auto" }, ...(full ? whole(report, ranges) : excerpts(report, ranges)));
    const toggle = make("button", { type: "button" }, full ? "Sentences only" : "Whole report");
    toggle.addEventListener("click", () => {
      const next = column(report, ranges, !full);
      section.replaceWith(next);
      next.querySelector("button").focus();
      next.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    });
    const feet = make("p", { class: "feet" }, toggle);
    if (ranges.length && navigator.clipboard) {
      const copy = make("button", { type: "button" }, "Copy citation");
      copy.addEventListener("click", async () => {
        const words = excerpts(report, ranges).filter((p) => p.className === "hit").map((p) => p.textContent).join(" \u2026 ");
        const source = [report.outlet, report.title, report.date, report.url].filter(Boolean).join(", ");
        try {
          await navigator.clipboard.writeText(`\u201c${words}\u201d (${source}). In: ${document.title}, ${shown}`);
          copy.textContent = "Copied";
        } catch {
          copy.textContent = "Not allowed here";
        }
      });
      feet.append(copy);
    }
    if (report.url) feet.append(make("a", { href: report.url, rel: "noopener noreferrer nofollow", target: "_blank" }, "Address"));
    const section = make("section", { class: full ? "col full" : "col" }, head, facts, text, feet);
    return section;
  };

  const wait = (promise) => promise.catch(() => {
    body.replaceChildren(make("p", {}, "This browser cannot open the packed texts. The cited sentences stand at the end of the page."));
    return null;
  });

  const find = async (id) => {
    const direct = $(`f=${id}`) || all("[data-f]").find((e) => e.dataset.f === id && e.dataset.e);
    if (direct) return direct;
    await fillAll();
    return $(`f=${id}`);
  };

  const open = async (id, from, first) => {
    const data = await wait(texts());
    const element = await find(id);
    if (!data || !element) {
      pane.hidden = false;
      if (data) body.replaceChildren(make("p", {}, "This entry is not in the page; look for it in dossier.json."));
      return;
    }
    opener = from || opener;
    shown = `#f=${id}`;
    let byReport = places(element.dataset.e || !from ? element : from.closest("[data-e]") || element);
    const full = element.dataset.k === "report";
    if (full) byReport = new Map([[Number(element.dataset.r), []]]);
    const label = element.querySelector(".o");
    title.textContent = label ? label.textContent : "Evidence";
    const nodes = [];
    const card = element.closest(".card") || element;
    const badge = card.querySelector(".b"), why = card.querySelector(".why") || (badge && badge.querySelector(".tip"));
    const head = make("p", { class: "how" });
    const when = element.matches("tr") && element.querySelector("td[title]");
    if (badge && !full) head.append(make("strong", {}, (badge.matches("b") ? badge.textContent.slice(2) : badge.childNodes[1].textContent).trim()), " ");
    if (!full) head.append(why ? why.textContent : when ? `${when.textContent}: ${when.title}` : "");
    if (head.textContent) nodes.push(head);
    const order = [...byReport.keys()];
    if (first !== undefined && order.includes(first)) order.unshift(...order.splice(order.indexOf(first), 1));
    const columns = order.slice(0, 3).map((n) => column(data[n], byReport.get(n), full));
    nodes.push(make("div", { class: "cols" }, ...columns));
    if (order.length > 3) {
      nodes.push(make("h3", {}, `${order.length - 3} more ${order.length === 4 ? "report" : "reports"}`));
      for (const n of order.slice(3)) {
        const report = data[n];
        const more = make("details", {}, make("summary", {}, make("span", { class: "m" }, String(report.n)), " ", make("bdi", {}, report.outlet)));
        more.addEventListener("toggle", () => more.children.length < 2 && more.append(column(report, byReport.get(n), false)));
        nodes.push(more);
      }
    }
    body.replaceChildren(...nodes);
    pane.hidden = false;
    pane.scrollTop = 0;
    close.hidden = false;
    document.documentElement.classList.add("reading");
    all(".on").forEach((e) => e.classList.remove("on"));
    const row = from && (from.closest(".part, .ref, .item")) || element;
    row.classList.add("on");
    title.focus({ preventScroll: true });
  };

  const shut = () => {
    if (close.hidden) return false;
    close.hidden = true;
    pane.hidden = narrow.matches;
    title.textContent = "Evidence";
    body.replaceChildren(make("p", { class: "q" }, "Choose any figure, statement, event, quote or name to read the sentences it rests on."));
    document.documentElement.classList.remove("reading");
    all(".on").forEach((e) => e.classList.remove("on"));
    const back = opener && opener.isConnected ? opener : null;
    opener = null;
    shown = "";
    if (back) back.focus({ preventScroll: false });
    return true;
  };

  // Within a notebook's frame the address cannot be set; the pane works all the same.
  const address = (hash) => {
    try {
      if (location.hash !== hash) history.pushState(null, "", hash || location.pathname + location.search);
    } catch { /* about:srcdoc */ }
  };
  const wanted = () => {
    const match = /^#f=(.+)$/.exec(location.hash);
    try {
      return match && decodeURIComponent(match[1]);
    } catch {
      return null;
    }
  };

  const idOf = (element) => element.dataset.f || element.id.slice(2);
  const follow = (link) => {
    const place = link.closest("[id^='f='], [data-f]");
    if (!place) return false;
    const id = idOf(place);
    open(id, link, link.matches(".m") ? Number(link.textContent) - 1 : undefined);
    address(`#f=${id}`);
    return true;
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[href^='#']");
    if (link) {
      if (link.matches(".o, .m") ? follow(link) : false) return event.preventDefault();
      const target = $(decodeURIComponent(link.getAttribute("href").slice(1)));
      if (target && location.protocol === "about:") {
        event.preventDefault();
        target.scrollIntoView();
      }
      return;
    }
    if (event.target.closest("a, button, summary, input, select, label, aside") || String(getSelection())) return;
    const row = event.target.closest(".part, .ref, .item");
    const inner = row && row.querySelector(".o");
    if (inner) follow(inner);
  });
  close.addEventListener("click", () => { shut(); address(""); });
  addEventListener("popstate", () => {
    const id = wanted();
    if (id) open(id);
    else if (!location.hash) shut();
  });
  addEventListener("hashchange", () => {
    const id = wanted();
    if (id && shown !== `#f=${id}`) open(id);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], select, textarea");
    if (event.key === "Escape") {
      if (event.target.id === "find" && event.target.value) {
        event.target.value = "";
        filter();
      } else if (shut()) address("");
    } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      $("find").focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.matches(".o")) {
      const links = all(".o").filter((a) => a.offsetParent);
      const next = links[links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });

  // The outlet's name on a number, and the meaning of a badge, made when they are needed.
  const meanings = new Map(all("#legend dt").map((dt) => [dt.textContent, dt.nextElementSibling.textContent]));
  const name = async (event) => {
    const link = event.target.closest && event.target.closest("a.m, b.b");
    if (!link || link.title) return;
    if (link.matches("b")) {
      link.title = meanings.get(link.textContent) || "";
      return;
    }
    const data = await texts().catch(() => null);
    if (data) link.title = data[Number(link.textContent) - 1].outlet;
  };
  document.addEventListener("mouseover", name);
  document.addEventListener("focusin", name);

  // ---- filters

  const tools = document.querySelector(".tools");
  const fields = ["find", "by-outlet", "by-kind", "disputed"].map($);
  const searched = new WeakMap();
  const textOf = (element, data) => {
    if (!searched.has(element)) {
      let text = element.textContent;
      for (const [n, ranges] of places(element)) {
        const report = data[n];
        for (const [start, end] of report.spans) {
          if (ranges.some(([a, b]) => a < end && start < b)) text += " " + report.chars.slice(start, end).join("");
        }
      }
      searched.set(element, text.toLowerCase());
    }
    return searched.get(element);
  };
  const filter = async () => {
    const [words, outlet, kind, disputed] = [fields[0].value.trim().toLowerCase().split(/\s+/).filter(Boolean), fields[1].value, fields[2].value, fields[3].checked];
    const active = words.length || outlet || kind || disputed;
    document.documentElement.classList.toggle("filtered", Boolean(active));
    if (active) await wait(fillAll());
    const data = await wait(texts());
    if (!data) return;
    const reports = outlet && new Set(outlet.split(" "));
    let total = 0, left = 0;
    for (const element of all(".item, .t")) {
      // A row of the timeline is an event's and passes when the event does.
      const about = element.matches(".t") ? $(`f=${element.dataset.f}`) || element : element;
      const is = about.dataset.k || "";
      const ok = (!kind || is === kind || is.startsWith(kind + " ")) &&
        (!disputed || "d" in about.dataset) &&
        (!reports || (about.dataset.r || "").split(" ").some((n) => reports.has(n))) &&
        (!words.length || words.every((word) => textOf(about, data).includes(word)));
      element.hidden = Boolean(active) && !ok;
      if (element.matches(".item")) {
        total += 1;
        left += ok ? 1 : 0;
      }
    }
    for (const heading of all(".th")) {
      let next = heading.nextElementSibling;
      while (next && next.matches(".t") && next.hidden) next = next.nextElementSibling;
      heading.hidden = !next || !next.matches(".t");
    }
    for (const section of all("main > section")) {
      const rows = all(".item, .t", section);
      section.hidden = Boolean(active) && rows.length > 0 && rows.every((row) => row.hidden);
    }
    // Where the page does not hold all rows, the count must not pass for one of the whole dossier.
    const part = all(".more").some((more) => !more.hidden) ? " in the page" : "";
    $("count").textContent = active ? `${left.toLocaleString("en")} of ${total.toLocaleString("en")}${part}` : "";
  };
  let timer = 0;
  fields.forEach((field) => field.addEventListener(field.type === "search" ? "input" : "change", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, field.type === "search" ? 150 : 0);
  }));
  tools.addEventListener("submit", (event) => event.preventDefault());

  // ---- start

  document.documentElement.classList.add("js");
  tools.hidden = false;
  pane.hidden = narrow.matches;
  narrow.addEventListener("change", () => { if (close.hidden) pane.hidden = narrow.matches; });
  const cited = document.querySelector(".plain details");
  if (cited) cited.open = false;
  addEventListener("beforeprint", () => all("details").forEach((d) => { d.open = true; }));
  for (const more of all(".more[data-s]")) {
    const button = more.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const name = more.dataset.s;
      await wait(fill(name));
      document.querySelector(`[data-list="${name}"] .o`)?.focus();
    });
  }
  const id = wanted();
  if (id) {
    open(id).then(() => {
      const element = $(`f=${id}`);
      if (element) element.scrollIntoView({ block: "center" });
    });
  }
})();
