// The number beside each option of a filter: how many statements would be shown if that option were the only one
// chosen in its group and everything else stayed as it is. Beside a type: how many nodes of that type would be shown.

function facetCounts(obstacles, chosen, allowed) {
  const counts = {};
  for (const facet of ATTESTATION_FACETS) counts[facet] = countAttestationFacet(facet, obstacles, chosen, allowed);
  const anyStatus = entriesFor(obstacles, { ...chosen, status: null });
  counts.status = countBuckets(anyStatus, allowed, (entry) => entry.status);
  const anyRelation = entriesFor(obstacles, { ...chosen, relation: null });
  counts.relation = countBuckets(
    anyRelation,
    allowed,
    ({ statement }) => RELATIONS[STATEMENTS[statement].relation].name,
  );
  counts.type = countTypes(obstacles, chosen);
  return counts;
}

function countBuckets(entries, allowed, keyOf) {
  const buckets = new Map();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (!buckets.has(key)) buckets.set(key, []);
    buckets.get(key).push(entry);
  }
  return restrictedSizes(buckets, allowed);
}

function restrictedSizes(buckets, allowed) {
  return new Map([...buckets].map(([key, bucket]) => [key, restrict(bucket, allowed).length]));
}

function countAttestationFacet(facet, obstacles, chosen, allowed) {
  const buckets = new Map();
  STATEMENTS.forEach((statement, position) => {
    if (chosen.relation && !chosen.relation.has(RELATIONS[statement.relation].name)) return;
    if (!allowed[statement.subject] || !allowed[statement.object]) return;
    for (const [key, attestations] of groupByKey(facet, position, obstacles)) {
      const status = statusOf(attestations);
      if (chosen.status && !chosen.status.has(status)) continue;
      if (!buckets.has(key)) buckets.set(key, []);
      buckets.get(key).push({ statement: position, status, attestations });
    }
  });
  return restrictedSizes(buckets, allowed);
}

function groupByKey(facet, statement, obstacles) {
  const groups = new Map();
  for (const attestation of ATTESTATIONS_OF[statement]) {
    if (obstacles[attestation] !== null && obstacles[attestation] !== facet) continue;
    const key = KEYS[facet][attestation];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(attestation);
  }
  return groups;
}

function countTypes(obstacles, chosen) {
  const all = { ...chosen, type: null };
  const entries = restrict(entriesFor(obstacles, all), nodeAllowed(all));
  const nodes = new Set(
    entries.flatMap(({ statement }) => [STATEMENTS[statement].subject, STATEMENTS[statement].object]),
  );
  const counts = new Map();
  for (const node of nodes) {
    const name = KINDS[NODES[node].kind].name;
    counts.set(name, (counts.get(name) || 0) + 1);
  }
  return counts;
}
