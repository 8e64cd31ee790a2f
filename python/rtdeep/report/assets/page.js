"use strict";
(() => {
  const NEAR = "700px"; // below the window, figures are drawn before all others

  const since = (name) => { document.documentElement.dataset[name] = String(Math.round(performance.now())); };
  const read = (id) => JSON.parse(document.getElementById(id).textContent);

  // Figures are drawn one after the other, those that are in sight first: the page can be read and used meanwhile.
  async function draw() {
    const { Document } = Bokeh.require("document");
    const whole = Document.from_json(read("document"));
    const range = whole.get_model_by_name("time");
    // What is thinned for the width of the screen is so after every change of the time axis, and once before.
    range?.properties.start.change.emit();
    const models = new Map(whole.roots().map((model) => [model.name, model]));
    const waiting = new Map([...models].map(([key, model]) => [document.getElementById(key), model]));
    for (const model of waiting.values()) whole.remove_root(model);
    const elements = [];
    Bokeh.documents.push(whole);
    const views = await Bokeh.embed.add_document_standalone(whole, document.body, elements);
    useTools(models, range, views);
    const show = (element) => {
      const model = waiting.get(element);
      if (model === undefined) return;
      waiting.delete(element);
      elements[whole.roots().length] = element;
      whole.add_root(model);
    };
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) show(entry.target);
    }, { rootMargin: NEAR });
    for (const element of waiting.keys()) observer.observe(element);
    addEventListener("beforeprint", () => { for (const element of [...waiting.keys()]) show(element); });
    const rest = () => {
      const [next] = waiting.keys();
      if (next === undefined) {
        requestAnimationFrame(() => requestAnimationFrame(() => since("ready")));
        return;
      }
      show(next);
      setTimeout(rest);
    };
    requestAnimationFrame(() => requestAnimationFrame(rest));
  }

  // One set of buttons for all figures.
  function useTools(models, range, views) {
    const set = (type, active) => {
      for (const model of models.values()) {
        for (const tool of model.toolbar.tools) if (tool.type === type) tool.active = active;
      }
    };
    // Without buttons of its own, a figure begins with no tool in hand.
    set("BoxZoomTool", true);
    for (const box of document.querySelectorAll("nav input[name=drag]")) {
      box.addEventListener("change", () => { if (box.checked) set(box.value, true); });
    }
    document.getElementById("wheel").addEventListener("change", (event) => set("WheelZoomTool", event.target.checked));
    document.getElementById("whole").addEventListener("click", () => {
      for (const model of models.values()) model.y_range.reset?.();
      range?.reset();
    });
    document.addEventListener("click", (event) => {
      const view = event.target.matches?.("button.save") && views.get(models.get(event.target.dataset.figure));
      if (!view) return;
      const link = document.createElement("a");
      link.href = view.export("png", true).canvas.toDataURL();
      link.download = `${event.target.dataset.figure}.png`;
      link.click();
    });
  }

  if (document.getElementById("document") === null) since("ready");
  else draw();

  // A page of a run that goes on is loaded again, unless somebody looks closely.
  const every = Number(document.body.dataset.reload);
  if (every > 0) {
    let last = -Infinity;
    for (const event of ["pointerdown", "wheel", "keydown"]) {
      addEventListener(event, () => { last = performance.now(); }, { passive: true });
    }
    setInterval(() => { if (performance.now() - last > 1000 * every) location.reload(); }, 1000 * every);
  }
})();
