// What a typed or linked value means as an answer to a question.

/** @import { Answer } from "../protocol.js" */

/**
 * What a question takes: the `values` that can be chosen, and of a number `min` and `max` ("" for none) as they stand
 * in the form, and its `unit` in words.
 * @typedef {{ type: string, values: string[], min: string, max: string, unit?: string }} Field
 */

export const UNKNOWN = "?";

const NUMERALS = "零一二三四五六七八九";

/**
 * Characters of double width, as Chinese keyboards write them, become those that programs know.
 * @param {string} text
 */
export function narrow(text) {
  return text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/−/g, "-");
}

/**
 * An answer; null for "don't know"; undefined if the value is not an answer to this question.
 * @param {Field} field
 * @param {string} value
 * @returns {Answer | null | undefined}
 */
export function read({ type, values, min, max, unit = "" }, value) {
  if (value === UNKNOWN) return null;
  if (type === "integer") {
    const number = count(withoutUnit(narrow(value).trim(), unit));
    return number >= Number(min) && (max === "" || number <= Number(max)) ? number : undefined;
  }
  if (!values.includes(value)) return undefined;
  return type === "boolean" ? value === "true" : value;
}

/**
 * 9岁, 9周岁, 9 years, 9 years old, 1 year; any other unit stays, and makes it no number.
 * @param {string} text
 * @param {string} unit
 */
function withoutUnit(text, unit) {
  const forms = unit ? [`周${unit}`, `${unit} old`, unit, unit.replace(/s$/, "")] : [];
  const form = forms.find((ending) => text.toLowerCase().endsWith(ending.toLowerCase()));
  return form ? text.slice(0, -form.length).trim() : text;
}

/**
 * A whole number in digits, or up to 99 in Chinese numerals; NaN if it is neither.
 * @param {string} text
 */
function count(text) {
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  const [, tens, one] = /^(?:([一二两三四五六七八九]?)十)?([零〇一二两三四五六七八九]?)$/.exec(text) ?? [];
  if (!text || one === undefined) return NaN;
  const digit = (/** @type {string} */ numeral) => NUMERALS.indexOf(numeral.replace("两", "二").replace("〇", "零"));
  return (tens === undefined ? 0 : tens ? digit(tens) * 10 : 10) + (one ? digit(one) : 0);
}
