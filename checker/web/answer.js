// What a typed or linked value means as an answer to a question.

export const UNKNOWN = "?";

const NUMERALS = "零一二三四五六七八九";

// Characters of double width, as Chinese keyboards write them, become those that programs know.
export function narrow(text) {
  return text.replace(/[！-～]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0)).replace(/−/g, "-");
}

// true, false, a whole number or a choice; null for "don't know"; undefined if it is not an answer to this question.
// `question`: its `type`, the `values` that can be chosen, and of a number `min` and `max` ("" for none) as they stand
// in the form, and its `unit` in words.
export function read({ type, values, min, max, unit = "" }, value) {
  if (value === UNKNOWN) return null;
  if (type === "integer") {
    const number = count(withoutUnit(narrow(value).trim(), unit));
    return number >= Number(min) && (max === "" || number <= Number(max)) ? number : undefined;
  }
  if (!values.includes(value)) return undefined;
  return type === "boolean" ? value === "true" : value;
}

// 9岁, 9周岁, 9 years, 9 years old, 1 year; any other unit stays, and makes it no number.
function withoutUnit(text, unit) {
  const forms = unit ? [`周${unit}`, `${unit} old`, unit, unit.replace(/s$/, "")] : [];
  const form = forms.find((each) => text.toLowerCase().endsWith(each.toLowerCase()));
  return form ? text.slice(0, -form.length).trim() : text;
}

// A whole number in digits, or up to 99 in Chinese numerals; NaN if it is neither.
function count(text) {
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  const [, tens, one] = /^(?:([一二两三四五六七八九]?)十)?([零〇一二两三四五六七八九]?)$/.exec(text) ?? [];
  if (!text || one === undefined) return NaN;
  const digit = (numeral) => NUMERALS.indexOf(numeral.replace("两", "二").replace("〇", "零"));
  return (tens === undefined ? 0 : tens ? digit(tens) * 10 : 10) + (one ? digit(one) : 0);
}
