"use strict";
(() => {
  const data = JSON.parse(document.getElementById("network").textContent);
  const slider = document.getElementById("network-time");
  const shown = slider.parentElement.querySelector("output");
  const digits = (value, count) => value === null ? "no number" : Number(value.toPrecision(count)).toString();

  // ---- Neurons and lines ----

  const groups = [...document.querySelectorAll(".network g.edges")];
  for (const box of document.querySelectorAll(".network input[data-family]")) {
    box.addEventListener("change", () => {
      for (const group of groups) {
        if (group.dataset.family === box.dataset.family) group.style.display = box.checked ? "" : "none";
      }
    });
  }

  function showEdges(moment) {
    for (const group of groups) {
      const { largest, values } = data.edges[group.dataset.name];
      values[moment].forEach((value, place) => {
        const line = group.children[place];
        line.setAttribute("stroke", value === null ? "#8C8C8C" : value < 0 ? data.negative : data.positive);
        line.setAttribute("stroke-width", value === null ? 0.4 : 0.4 + 4.6 * (largest ? Math.abs(value) / largest : 0));
        line.firstChild.textContent = `${group.dataset.name}: ${digits(value, 4)} mV`;
      });
    }
    for (const one of document.querySelectorAll(".network .protractor")) {
      const angle = data.angles[one.dataset.layer][moment];
      one.querySelector(".arm").setAttribute("transform", angle === null ? "" : `rotate(${-angle})`);
      one.querySelector(".angle").textContent = `∠(B, Wᵀ) = ${angle === null ? "no angle" : angle.toFixed(1) + "°"}`;
    }
  }

  // ---- Matrices ----

  const pictures = (data.matrices ?? []).map((matrix) => {
    const numbers = Int8Array.from(atob(matrix.bytes), (letter) => letter.charCodeAt(0));
    const frame = document.createElement("div");
    const title = document.createElement("h3");
    const canvas = document.createElement("canvas");
    const below = document.createElement("p");
    title.textContent = matrix.title;
    below.className = "note";
    [canvas.width, canvas.height] = [matrix.columns, matrix.rows];
    const say = (text) => { below.textContent = text; };
    const usual = `onto ${matrix.onto}, from ${matrix.from}: ${matrix.note}. Darkest: ±${digits(matrix.largest, 3)} mV`;
    say(usual);
    canvas.addEventListener("mousemove", (event) => {
      const box = canvas.getBoundingClientRect();
      const row = Math.min(matrix.rows - 1, Math.floor((event.clientY - box.top) / box.height * matrix.rows));
      const column = Math.min(matrix.columns - 1, Math.floor((event.clientX - box.left) / box.width * matrix.columns));
      const value = numbers[(Number(slider.value) * matrix.rows + row) * matrix.columns + column] / 127;
      say(`row ${row + 1}, column ${column + 1}: about ${digits(value * matrix.largest, 2)} mV`);
    });
    canvas.addEventListener("mouseleave", () => say(usual));
    frame.append(title, canvas, below);
    document.getElementById("network-matrices").append(frame);
    return { matrix, numbers, context: canvas.getContext("2d") };
  });

  function showMatrices(moment) {
    for (const { matrix, numbers, context } of pictures) {
      const size = matrix.rows * matrix.columns;
      const image = context.createImageData(matrix.columns, matrix.rows);
      for (let cell = 0; cell < size; cell++) {
        const value = numbers[moment * size + cell] / 127;
        // From white to blue or vermillion.
        const [red, green, blue] = value < 0 ? [0, 114, 178] : [213, 94, 0];
        const part = Math.abs(value);
        image.data.set(
          [255 + part * (red - 255), 255 + part * (green - 255), 255 + part * (blue - 255), 255], 4 * cell);
      }
      context.putImageData(image, 0, 0);
    }
    const angles = document.getElementById("network-angles");
    if (angles !== null) {
      angles.textContent = Object.entries(data.angles).map(([layer, values]) => `∠(B, Wᵀ) of hidden layer ${
        Number(layer) + 1}: ${values[moment] === null ? "no angle" : values[moment].toFixed(1) + "°"}`).join("   ");
    }
  }

  function show() {
    const moment = Number(slider.value);
    shown.textContent = `${digits(data.times[moment], 6)} ms`;
    showEdges(moment);
    showMatrices(moment);
  }

  slider.max = String(data.times.length - 1);
  slider.value = slider.max;
  slider.disabled = data.times.length < 2;
  slider.addEventListener("input", show);
  show();
})();
