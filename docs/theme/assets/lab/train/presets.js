// What is worth trying: settings that do well, settings that fail, and pairs to bet on. A lesson names
// one in the element's attribute `preset`.

/**
 * @typedef {object} Preset
 * @property {string} title
 * @property {"well" | "badly" | "bet"} kind
 * @property {Object<string, any>} values what differs from the settings of the class notes
 * @property {string} why
 * @property {[string, string]} [networks] of a bet: what to call the two
 * @property {string} [evidence] of a bet: the page of the evidence that answers it
 */

/** @type {Object<string, Preset>} */
export const PRESETS = {
  learning: {
    title: "the network of the class notes",
    kind: "well",
    values: {},
    why: "Two convolutions with ReLU, max pooling, dropout. The filters start as noise.",
  },
  wide: {
    title: "32 filters",
    kind: "well",
    values: { filters: 32 },
    why: "As many as in the notes. It learns in fewer passes, and each pass takes longer.",
  },
  he: {
    title: "He’s start",
    kind: "well",
    values: { start: "he" },
    why:
      "Weights a little larger than Glorot’s: ReLU sets half of the numbers to 0, and this makes up for it.",
  },
  "too-small": {
    title: "a start too small",
    kind: "badly",
    values: { start: "small" },
    why:
      "Through three layers of tiny weights hardly anything comes out, and as little comes back: " +
      "the first passes change next to nothing.",
  },
  "too-large": {
    title: "a start too large",
    kind: "badly",
    values: { start: "large" },
    why:
      "It is sure of ten wrong answers before it has seen a digit, and small steps do not lead back.",
  },
  "one-filter": {
    title: "one filter",
    kind: "badly",
    values: { filters: 1 },
    why: "All that is known of a digit has to pass through one map.",
  },
  "by-heart": {
    title: "50 digits to learn from",
    kind: "badly",
    values: { images: 50, dropout: 0 },
    why:
      "Soon it knows all fifty, and of new digits it still misreads many: it has learned by heart.",
  },
  twins: {
    title: "two filters that start equal",
    kind: "badly",
    values: { convolutions: 1, filters: 2, dropout: 0, equal: "all" },
    why:
      "Their outgoing weights are equal, too. Both get the same gradient in each step, and stay equal.",
  },
  relu: {
    title: "ReLU, or nothing between the layers",
    kind: "bet",
    values: { against: "relu:0" },
    networks: ["with ReLU", "without"],
    why:
      "Without ReLU the whole network is one linear map, but for the choice that max pooling makes.",
    evidence: "relu",
  },
  pooling: {
    title: "max pooling, or none",
    kind: "bet",
    values: { against: "pooling:none" },
    networks: ["max pooling", "no pooling"],
    why:
      "Pooling throws three of four numbers away. Without it the last layer has four times the weights.",
    evidence: "pooling_by_size",
  },
  dropout: {
    title: "dropout, or none, with few digits",
    kind: "bet",
    values: { images: 200, dropout: 0.5, against: "dropout:0" },
    networks: ["half dropped", "nothing dropped"],
    why: "Only 200 digits to learn from: just where dropout is said to help.",
    evidence: "dropout_by_size",
  },
  "co-adaptation": {
    title: "two equal filters, read by equal or by random weights",
    kind: "bet",
    values: { convolutions: 1, filters: 2, dropout: 0, equal: "all", against: "equal:filters" },
    networks: ["equal outgoing", "random outgoing"],
    why:
      "The two filters start equal. Do they ever become different? And if their outgoing weights do not " +
      "start equal?",
    evidence: "coadaptation_clones",
  },
  "equal-dropout": {
    title: "two equal filters, with dropout or without",
    kind: "bet",
    values: { convolutions: 1, filters: 2, dropout: 0.25, equal: "all", against: "dropout:0" },
    networks: ["with dropout", "without"],
    why: "Dropout treats the two differently by chance. Does it help that they become different?",
    evidence: "coadaptation_clones",
  },
  scaling: {
    title: "pixels divided by 16, or raw",
    kind: "bet",
    values: { against: "pixels:raw" },
    networks: ["from 0 to 1", "from 0 to 16"],
    why: "The same pictures, with numbers sixteen times as large.",
    evidence: "scaling",
  },
  flatten: {
    title: "pixels in their places, or shuffled",
    kind: "bet",
    values: { against: "shuffled:1" },
    networks: ["in their places", "shuffled"],
    why:
      "Each picture keeps all its numbers, in one fixed other order. What do windows of 3×3 find in it?",
    evidence: "permutation",
  },
  frozen: {
    title: "filters that learn, or stay random",
    kind: "bet",
    values: { against: "frozen:1" },
    networks: ["all learns", "filters frozen"],
    why: "In the second network the filters stay noise, and only the last layer learns.",
    evidence: "trained_filters",
  },
  start: {
    title: "Glorot’s start, or He’s",
    kind: "bet",
    values: { against: "start:he" },
    networks: ["Glorot", "He"],
    why: "He’s weights are larger, to make up for the half that ReLU sets to 0. Does it show?",
    evidence: "initial_values",
  },
  width: {
    title: "16 filters, or 4",
    kind: "bet",
    values: { against: "filters:4" },
    networks: ["16 filters", "4 filters"],
    why: "The notes take 32. How many does it take?",
    evidence: "width",
  },
}

/**
 * What to call the two networks of a bet; for a bet of the reader's own, by what differs.
 *
 * @param {string} against
 * @returns {[string, string]}
 */
export function namesOf(against) {
  const known = Object.values(PRESETS).find(({ values }) => values.against === against)
  return known?.networks ?? ["as set", against.replace(":", " ")]
}

/**
 * The address of a page of the evidence.
 *
 * @param {string} evidence the page's name
 */
export function evidenceOf(evidence) {
  return new URL(`../../../evidence/${evidence}.html`, import.meta.url).href
}

/**
 * The preset that settings come from.
 *
 * @param {import("./settings.js").Values} values
 * @param {import("./settings.js").Fields} fields
 * @returns {string | null} its name, or null if the settings are the reader's own
 */
export function presetOf(values, fields) {
  const looks = ["seed", "speed", "digit"] // of these a preset says nothing
  const names = Object.keys(fields).filter((name) => !looks.includes(name))
  const is = ({ values: asked }) =>
    names.every((name) => values[name] === (asked[name] ?? fields[name].fallback))
  return Object.keys(PRESETS).find((name) => is(PRESETS[name])) ?? null
}
