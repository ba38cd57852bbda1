// What is to be done for several children of one family, each thing once.
import { say, texts } from "../page.js";
import { joint } from "./card.js";
import { GROUPS, grouped } from "./plan.js";

/** @import { Children } from "../asking/children.js" */
/** @import { Answers, Outcome, Report } from "../protocol.js" */
/** @import { Current } from "./paper.js" */
/** @import { Group } from "./plan.js" */
/** @typedef {{ name: string, current: Current }} OfChild */

/**
 * One report for all children. A result that is not for every one says in its title for whom it is.
 * @param {Current} shown that of the child in the form
 * @param {Children} children
 * @param {(answers: Answers) => Report | null} reportOf
 */
export function family(shown, children, reportOf) {
  if (!children.several) return shown;
  const { names } = children;
  const each = children.all.flatMap((answers, i) => {
    if (i === children.at) return [{ name: names[i], current: shown }];
    const report = reportOf(answers);
    if (!report) return [];
    const groups = grouped(report, (fact) => answers[fact] === null, texts.sensitive);
    return [{ name: names[i], current: { report, groups } }];
  });
  return merged(each);
}

/**
 * A result stands in the group in which it comes first for one of them.
 * @param {OfChild[]} children
 * @returns {Current}
 */
export function merged(children) {
  const inside = children.filter(({ current }) => current.report.scope === "inside");
  if (inside.length < 2) return (inside[0] ?? children[0]).current;
  const [{ current: first }] = inside;
  /** @type {Map<string, Group>} */
  const groups = new Map();
  const outcomes = first.report.outcomes.map((outcome) => {
    const each = inside.flatMap(({ name, current: { report, groups: theirs } }) => {
      const same = report.outcomes.find(({ id }) => id === outcome.id);
      return same ? [{ name, outcome: same, group: /** @type {Group} */ (theirs.get(same.id)) }] : [];
    });
    const best = GROUPS.find((group) => each.some((one) => one.group === group)) ?? "does_not_apply";
    groups.set(outcome.id, best);
    // Whoever has it now, and whoever has it soon, have it both.
    const having = each.filter(({ group }) => !["possible", "does_not_apply"].includes(group) || group === best);
    return together(having, having.length < children.length);
  });
  return { report: { ...first.report, outcomes: outcomes.sort((a, b) => a.place - b.place) }, groups };
}

/**
 * @param {{ name: string, outcome: Outcome }[]} having
 * @param {boolean} named
 * @returns {Outcome}
 */
function together(having, named) {
  const all = having.map(({ outcome }) => outcome);
  const union = (/** @type {string[][]} */ lists) => [...new Set(lists.flat())];
  const names = joint(having.map(({ name }) => name));
  return {
    ...all[0],
    title: named ? say("check_for", { title: all[0].title, names }) : all[0].title,
    place: Math.min(...all.map(({ place }) => place)),
    also: union(all.map(({ also }) => also)),
    reasons: union(all.map(({ reasons }) => reasons)),
  };
}
