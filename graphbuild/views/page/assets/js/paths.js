// Walks over the visible statements, without regard to their direction.

function neighboursOf(entries) {
  const neighbours = new Map();
  const add = (from, to) => {
    if (!neighbours.has(from)) neighbours.set(from, new Set());
    neighbours.get(from).add(to);
  };
  for (const { statement } of entries) {
    const { subject, object } = STATEMENTS[statement];
    add(subject, object);
    add(object, subject);
  }
  return neighbours;
}

// How many steps each node that can be reached is from the start, up to a number of steps.
function distances(neighbours, start, most = Infinity) {
  const found = new Map([[start, 0]]);
  let front = [start];
  for (let steps = 1; steps <= most && front.length > 0; steps += 1) {
    const next = [];
    for (const node of front) {
      for (const other of neighbours.get(node) ?? []) {
        if (!found.has(other)) {
          found.set(other, steps);
          next.push(other);
        }
      }
    }
    front = next;
  }
  return found;
}

function neighbourhood(entries, node, hops) {
  return new Set(distances(neighboursOf(entries), node, hops).keys());
}

// The statements that lie on any shortest path between two nodes; none when there is no path.
function onShortestPaths(entries, from, to) {
  const neighbours = neighboursOf(entries);
  const there = distances(neighbours, from);
  const back = distances(neighbours, to);
  const length = there.get(to);
  if (length === undefined) return [];
  return entries.filter(({ statement }) => {
    const { subject, object } = STATEMENTS[statement];
    return (
      there.get(subject) + 1 + back.get(object) === length || there.get(object) + 1 + back.get(subject) === length
    );
  });
}

// Up to `most` shortest paths as lists of nodes, in a fixed order.
function shortestPaths(entries, from, to, most) {
  const neighbours = neighboursOf(entries);
  const back = distances(neighbours, to);
  const paths = [];
  const walk = (path) => {
    const last = path[path.length - 1];
    if (paths.length >= most) return;
    if (last === to) {
      paths.push(path);
      return;
    }
    const next = [...(neighbours.get(last) ?? [])].filter((node) => back.get(node) === back.get(last) - 1);
    next.sort((a, b) => RANK[a] - RANK[b]).forEach((node) => walk([...path, node]));
  };
  if (back.has(from)) walk([from]);
  return paths;
}
