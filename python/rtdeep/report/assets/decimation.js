// Shows of every curve what lies in the visible stretch of time, at most two points per column of pixels.
//
// A curve is held as `low` and `high`: the smallest and largest of every few records, or twice the same array where every
// record is held. Peaks are never lost, for of every column of pixels the smallest and the largest value are kept.

const MARGIN = 0.05; // of the visible stretch, on both sides

function places(curve, start, end) {
  const count = curve.held.data["low0"].length;
  const time = curve.held.data["time"];
  if (time === undefined) {
    const first = Math.floor((start - curve.begin) / curve.distance);
    const last = Math.ceil((end - curve.begin) / curve.distance) + 1;
    return [Math.max(0, Math.min(count, first)), Math.max(0, Math.min(count, last))];
  }
  const before = (value) => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (time[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [Math.max(0, before(start) - 1), Math.min(count, before(end) + 1)];
}

function decimated(curve, element, first, last, columns) {
  const { data } = curve.held;
  const low = data["low" + element];
  const high = data["high" + element] ?? low;
  const gaps = data["gap" + element];
  const at = data["time"] === undefined ? (i) => curve.begin + i * curve.distance : (i) => data["time"][i];
  const x = [];
  const y = [];
  const push = (i, value) => { x.push(at(i)); y.push(value); };
  const size = Math.max(1, (last - first) / columns);
  for (let column = 0; first + column * size < last; column++) {
    const from = first + Math.floor(column * size);
    const to = Math.min(last, first + Math.max(Math.floor((column + 1) * size), Math.floor(column * size) + 1));
    let [smallest, largest, gap] = [-1, -1, -1];
    for (let i = from; i < to; i++) {
      if (Number.isNaN(low[i]) || (gaps !== undefined && gaps[i] === 1)) gap = i;
      if (Number.isNaN(low[i])) continue;
      if (smallest < 0 || low[i] < low[smallest]) smallest = i;
      if (largest < 0 || high[i] > high[largest]) largest = i;
    }
    if (smallest >= 0) {
      const isOne = smallest === largest && low === high;
      if (isOne) push(smallest, low[smallest]);
      else if (smallest <= largest) { push(smallest, low[smallest]); push(largest, high[largest]); }
      else { push(largest, high[largest]); push(smallest, low[smallest]); }
    }
    if (gap >= 0) push(gap, NaN);
  }
  return { x, y };
}

function refresh() {
  const margin = MARGIN * (range.end - range.start);
  for (const curve of curves) {
    const [first, last] = places(curve, range.start - margin, range.end + margin);
    curve.shown.forEach((source, element) => {
      const { x, y } = decimated(curve, element, first, last, columns);
      source.data = { x, [curve.names[element]]: y };
    });
  }
}

// Once per frame, however often the range changes meanwhile.
if (!range.rtdeepIsWaiting) {
  range.rtdeepIsWaiting = true;
  requestAnimationFrame(() => {
    range.rtdeepIsWaiting = false;
    refresh();
  });
}
