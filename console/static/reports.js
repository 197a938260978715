// How does a table become a picture? Each section with data-chart is drawn from its own cells, and drawn again when
// the page becomes dark or wide. Without the charts' script (or any script) the tables stand as they are.
"use strict";
(() => {
  const form = document.querySelector("[data-slow]");
  const main = document.getElementById("main");
  function waiting() { // shown only when it takes long enough to be noticed
    setTimeout(() => { main.setAttribute("aria-busy", "true"); form.querySelector(".working").hidden = false; }, 250);
  }
  if (form) {
    form.addEventListener("submit", waiting);
    for (const link of document.querySelectorAll(".presets a, .tabs a, .chart .filters a")) {
      link.addEventListener("click", (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) waiting(); });
    }
    addEventListener("pageshow", (event) => { // back from another page: nothing is being counted
      if (event.persisted) { main.removeAttribute("aria-busy"); form.querySelector(".working").hidden = true; }
    });
  }
  document.getElementById("faults")?.focus();
  const engine = globalThis.echarts;
  if (!engine) return;

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const SHORT = 12, LONGEST_NAME = 14, OFTEN = 10;

  function read(section) { // what the table says: names of columns, and for each row its words and numbers
    const heads = [...section.querySelectorAll("thead th")].map((th) => ({ name: th.textContent.trim(), draw: th.dataset.draw || "" }));
    const rows = [...section.querySelectorAll("tbody tr")].map((tr) => [...tr.cells].map((td) =>
      ({ text: td.textContent.trim(), value: td.dataset.value === undefined ? null : Number(td.dataset.value), href: td.querySelector("a")?.href })));
    const of = (draw) => heads.map((head, at) => ({ ...head, at })).filter((head) => head.draw === draw);
    return { heads, rows, along: of("along")[0], bars: of("bar"), line: of("line")[0], weight: of("weight")[0] };
  }

  function usual() {
    const ink = colour("--ink"), soft = colour("--soft"), line = colour("--line");
    const axis = { axisLabel: { color: soft, fontFamily: "inherit" }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, splitLine: { lineStyle: { color: line } }, nameTextStyle: { color: soft } };
    const font = getComputedStyle(document.body).fontFamily;
    return {
      ink, soft, line, axis, card: colour("--card"), bar: colour("--chart"), pale: colour("--chart-soft"), mark: colour("--chart-line"),
      base: {
        animation: !still, animationDuration: 400, textStyle: { fontFamily: font, color: ink }, aria: { enabled: true },
        color: [colour("--chart"), colour("--chart-soft"), colour("--chart-line")],
        // drawn, not HTML: the page's rules allow no style inside of elements
        tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("--card"), borderColor: line, textStyle: { color: ink, fontFamily: font, fontSize: 13 } },
      },
    };
  }

  function trend(told, look) {
    const narrow = innerWidth < 640, words = told.rows.map((row) => row[told.along.at].text);
    const series = told.bars.map((column, n) => ({
      type: "bar", name: column.name, data: told.rows.map((row) => row[column.at].value), barMaxWidth: 28, barGap: "15%",
      itemStyle: { borderRadius: [3, 3, 0, 0], color: n ? look.pale : look.bar },
    }));
    const yAxis = [{ type: "value", ...look.axis, splitNumber: 4, minInterval: 1 }];
    if (told.line) {
      const shares = told.rows.map((row) => row[told.line.at].value), least = Math.min(...shares.filter((each) => each !== null));
      series.push({ type: "line", name: told.line.name, yAxisIndex: 1, data: shares, symbol: "circle", symbolSize: 6, showSymbol: words.length < 40, lineStyle: { width: 2.5, color: look.mark }, itemStyle: { color: look.mark }, tooltip: { valueFormatter: (value) => value === null ? "—" : value.toFixed(1) + " %" } });
      yAxis.push({ type: "value", ...look.axis, min: Math.max(0, Math.floor((least - 5) / 10) * 10), max: 100, splitLine: { show: false }, axisLabel: { ...look.axis.axisLabel, formatter: "{value} %" } });
    }
    return {
      ...look.base, series, yAxis, tooltip: { ...look.base.tooltip, trigger: "axis" },
      legend: { top: 0, left: 12, itemWidth: 14, itemHeight: 10, textStyle: { color: look.soft } },
      grid: { left: 12, right: 12, top: 40, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: words, ...look.axis, splitLine: { show: false }, axisLabel: { ...look.axis.axisLabel, hideOverlap: true, formatter: (text) => narrow ? text.slice(-5) : text } },
    };
  }

  function heat(told, look) {
    const days = told.rows.map((row) => row[told.along.at].text), hours = told.bars.map((column) => column.name);
    const data = told.rows.flatMap((row, y) => told.bars.map((column, x) => [x, y, row[column.at].value]));
    const most = Math.max(1, ...data.map((each) => each[2]));
    return {
      ...look.base,
      tooltip: { ...look.base.tooltip, formatter: ({ data: [x, y, value] }) => `${days[y]}  ${String(hours[x]).padStart(2, "0")}:00\n${value.toLocaleString()}` },
      grid: { left: 12, right: 16, top: 4, bottom: 52, containLabel: true },
      xAxis: { type: "category", data: hours, ...look.axis, axisLine: { show: false } },
      yAxis: { type: "category", data: days, inverse: true, ...look.axis, axisLine: { show: false } },
      visualMap: { min: 0, max: most, orient: "horizontal", left: "center", bottom: 4, itemWidth: 12, itemHeight: 140, calculable: false, textStyle: { color: look.soft }, text: [most.toLocaleString(), "0"], inRange: { color: [look.card, look.pale, look.bar] } },
      series: [{ type: "heatmap", data, itemStyle: { borderColor: look.card, borderWidth: 2, borderRadius: 4 }, emphasis: { itemStyle: { borderColor: look.ink } } }],
    };
  }

  function funnel(told, look) { // bars about one middle: what is left of what there was is seen as it is
    const column = told.bars[0], values = told.rows.map((row) => row[column.at].value || 0), most = Math.max(1, ...values);
    const shown = values.map((value) => Math.max(value, value ? most / 200 : 0)), names = told.rows.map((row) => row[told.along.at].text);
    const words = ({ dataIndex }) => `${names[dataIndex]}  ${values[dataIndex].toLocaleString()}`;
    return {
      ...look.base, tooltip: { ...look.base.tooltip, formatter: words },
      grid: { left: 16, right: 16, top: 8, bottom: 8 }, xAxis: { type: "value", show: false, min: 0, max: most },
      yAxis: { type: "category", inverse: true, show: false, data: names },
      series: [
        { type: "bar", stack: "of", silent: true, barCategoryGap: "52%", itemStyle: { color: "transparent" }, data: shown.map((value) => (most - value) / 2) },
        { type: "bar", stack: "of", data: shown, itemStyle: { color: look.bar, borderRadius: 4 } },
        { type: "bar", barGap: "-100%", silent: true, data: shown.map(() => most), itemStyle: { color: "transparent" },
          label: { show: true, position: "insideTop", distance: -19, color: look.ink, fontSize: 13, fontWeight: 600, formatter: words } },
      ],
    };
  }

  function bars(told, look) {
    const measured = told.rows.filter((row) => row[told.bars[0].at].value !== null);
    const often = told.weight ? measured.filter((row) => row[told.weight.at].value >= OFTEN) : measured;
    const rows = (often.length ? often : measured).slice(0, SHORT); // one try says nothing of a number
    const names = rows.map((row) => row[told.along.at].text), share = told.bars.length === 1;
    const short = (text) => text.length > LONGEST_NAME + 2 ? text.slice(0, LONGEST_NAME) + "…" : text;
    return {
      ...look.base, tooltip: { ...look.base.tooltip, trigger: "axis" },
      legend: share ? undefined : { top: 0, left: 12, itemWidth: 14, itemHeight: 10, textStyle: { color: look.soft } },
      grid: { left: 12, right: 44, top: share ? 4 : 34, bottom: 4, containLabel: true },
      xAxis: { type: "value", ...look.axis, max: share ? 100 : undefined, interval: share ? 25 : undefined, splitNumber: 4, axisLabel: { ...look.axis.axisLabel, hideOverlap: true, formatter: share ? "{value} %" : undefined } },
      yAxis: { type: "category", inverse: true, data: names, ...look.axis, splitLine: { show: false }, axisLabel: { ...look.axis.axisLabel, color: look.ink, formatter: short } },
      series: told.bars.map((column, n) => ({
        type: "bar", name: column.name, data: rows.map((row) => row[column.at].value), barMaxWidth: 16, itemStyle: { borderRadius: [0, 3, 3, 0], color: n ? look.pale : look.bar },
        label: { show: share, position: "right", color: look.soft, formatter: ({ value }) => value.toFixed(0) + " %" },
      })),
    };
  }

  const KINDS = { trend, heat, funnel, bars };
  const drawn = [];
  for (const section of document.querySelectorAll("[data-chart]")) {
    const place = section.querySelector(".picture"), told = read(section);
    if (!place || !KINDS[section.dataset.chart] || !told.along || !told.bars.length || !told.rows.length) continue;
    place.hidden = false;
    const chart = engine.init(place, null, { renderer: "canvas" });
    const draw = () => chart.setOption(KINDS[section.dataset.chart](told, usual()), true);
    draw();
    chart.on("click", ({ dataIndex, seriesIndex }) => { // a bar leads to its rows, as its cell does
      const column = section.dataset.chart === "trend" && (told.bars[seriesIndex] || told.line);
      const href = column && told.rows[dataIndex]?.[column.at].href;
      if (href) location.href = href;
    });
    const numbers = section.querySelector(".numbers");
    if (numbers) numbers.open = false;
    new ResizeObserver(() => { chart.resize(); }).observe(place);
    drawn.push({ chart, draw });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach(({ draw }) => draw()));
  // on paper the tables speak
  addEventListener("beforeprint", () => document.querySelectorAll("details.numbers, details.meanings").forEach((each) => { each.open = true; }));
  document.documentElement.dataset.drawn = String(drawn.length);
})();
