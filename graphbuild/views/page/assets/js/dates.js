// Dates of which only the year or the month may be known, as ranges of months since the year 0.

function monthRange(date) {
  if (!date) return null;
  const [year, month] = date.split("-").map(Number);
  return month ? [year * 12 + month - 1, year * 12 + month - 1] : [year * 12, year * 12 + 11];
}

function monthText(month) {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

function publishedRange(attestation) {
  return monthRange(ARTICLES[attestation.article].published);
}

// An open end reaches as far as time does.
function validRange(attestation) {
  const from = monthRange(attestation.valid_from);
  const until = monthRange(attestation.valid_until);
  if (!from && !until) return null;
  return [from ? from[0] : -Infinity, until ? until[1] : Infinity];
}

const PUBLISHED = ATTESTATIONS.map(publishedRange);
const VALID = ATTESTATIONS.map(validRange);
const PUBLISHED_SPAN = spanOf(PUBLISHED);
const VALID_SPAN = spanOf(VALID);

function spanOf(ranges) {
  const months = ranges.flatMap((range) => range ?? []).filter(Number.isFinite);
  return months.length
    ? months.reduce(([low, high], month) => [Math.min(low, month), Math.max(high, month)], [Infinity, -Infinity])
    : null;
}

// Whether a range meets the chosen one; what has no date is kept or dropped as `undated` says.
function meets(range, chosen, undated) {
  if (!chosen) return true;
  if (!range) return undated;
  return range[0] <= chosen[1] && range[1] >= chosen[0];
}

function periodText(attestation) {
  const { valid_from: from, valid_until: until } = attestation;
  if (from && until) return from === until ? from : word("fromUntil", from, until);
  if (from) return word("since", from);
  return until ? word("until", until) : "";
}
