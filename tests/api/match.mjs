// Is the JSON that came at least what is expected? null, or where it differs. In what is expected: "?name" captures,
// "*" is anything, "absent" is not there, "/…/" is a pattern, {"$some": x} a list with such an element, {"$none": x} a list
// without, {"$length": n} a list of n.
export function difference(expected, actual, captured, where = "$") {
  if (typeof expected === "string") return differentText(expected, actual, captured, where);
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return `${where}: ${brief(actual)} is not a list of ${expected.length}`;
    return first(expected.map((item, i) => [item, actual[i], `${where}[${i}]`]), captured);
  }
  if (expected && typeof expected === "object") {
    if ("$length" in expected) return actual?.length === expected.$length ? null : `${where}: ${brief(actual)} has not ${expected.$length} elements`;
    if ("$some" in expected || "$none" in expected) return differentList(expected, actual, captured, where);
    if (!actual || typeof actual !== "object") return `${where}: ${brief(actual)} is not an object`;
    return first(Object.entries(expected).map(([key, value]) => [value, actual[key], `${where}.${key}`]), captured);
  }
  return expected === actual ? null : `${where}: ${brief(actual)} is not ${brief(expected)}`;
}

function differentText(expected, actual, captured, where) {
  if (expected === "absent") return actual === undefined ? null : `${where}: ${brief(actual)} should be absent`;
  if (actual === undefined) return `${where}: is absent`;
  if (expected === "*") return null;
  if (/^\?\w+$/.test(expected)) {
    captured[expected.slice(1)] = String(actual);
    return null;
  }
  const pattern = /^\/(.*)\/$/s.exec(expected);
  if (pattern) return new RegExp(pattern[1]).test(String(actual)) ? null : `${where}: ${brief(actual)} does not match ${expected}`;
  return expected === actual ? null : `${where}: ${brief(actual)} is not ${brief(expected)}`;
}

function differentList(expected, actual, captured, where) {
  if (!Array.isArray(actual)) return `${where}: ${brief(actual)} is not a list`;
  const wanted = expected.$some ?? expected.$none;
  const found = actual.some((item) => difference(wanted, item, captured, where) === null);
  if (found === "$some" in expected) return null;
  return `${where}: ${found ? "has" : "has no"} element like ${brief(wanted)} in ${brief(actual)}`;
}

function first(pairs, captured) {
  for (const [expected, actual, where] of pairs) {
    const found = difference(expected, actual, captured, where);
    if (found) return found;
  }
  return null;
}

const brief = (value) => (JSON.stringify(value) ?? "nothing").slice(0, 300);
