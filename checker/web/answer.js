// What a typed or linked value means as an answer to a question.

export const UNKNOWN = "?";

// true, false, a whole number or a choice; null for "don't know"; undefined if it is not an answer to this question.
// `question`: its `type`, the `values` that can be chosen, and of a number `min` and `max` ("" for none) as they stand
// in the form.
export function read({ type, values, min, max }, value) {
  if (value === UNKNOWN) return null;
  if (type === "integer") {
    const number = /^-?\d{1,9}$/.test(value.trim()) ? Number(value) : NaN;
    return number >= Number(min) && (max === "" || number <= Number(max)) ? number : undefined;
  }
  if (!values.includes(value)) return undefined;
  return type === "boolean" ? value === "true" : value;
}
