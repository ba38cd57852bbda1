// The checker as a walk over the compiled rules, for browsers in which Python does not run, or not yet.
//
// Python is the reference. This follows it function by function, under its names and in the order of its modules, so
// that the two can be read side by side; what is explained there is not explained again. What `call` returns is what
// `checker.api.call` returns, byte for byte: tests/checker/test_walker.py holds them together. It is a classic script
// in ES5, which Safari 10, Chromium 61 and QtWebKit 602 run as it stands.
//
// Left to Python, with null in place of a result, are requests that are not valid, which the form never sends: the
// error names the nearest valid name. So are bundles in which a fact has more classes than a number has bits here.
//
// A bundle is taken as the build writes it, with its prime implicants. A set is a list in which nothing stands twice;
// answers are a list by the fact's index, with null for "not known" and undefined for none.

/** @import { Answer, Outcome as ShownOutcome, ReportRequest, Screen, Status, Unit } from "./protocol.js" */

/** @typedef {Record<string, string>} Text by language */
/** @typedef {Answer | null | undefined} Given */
/** @typedef {number[]} Node of the diagram: the index of its fact, then where each class of answers leads */
/** @typedef {[number, number]} Part of a change: a fact, and the class of its answers; of a cube: the bits of its classes */
/** @typedef {Part[]} Change */
/** @typedef {[number, Answer]} Said a fact, and an answer to it */
/** @typedef {{ because: Said[], needs: number[], flips: Said[][] }} Finding */
/** @typedef {{ root: number, text: Text }} Reading */
/** @typedef {{ answer: Answer, means: { fact: string, answer: Answer } | null }} Retired */

/**
 * @typedef {object} Fact
 * @property {string} id
 * @property {"boolean" | "choice" | "integer"} type
 * @property {string[]} values of a choice
 * @property {number[]} cuts of a number: where a class begins
 * @property {number | null} [minimum]
 * @property {number | null} [maximum]
 * @property {boolean} fixed
 * @property {number} [ask_when]
 * @property {number} [otherwise]
 * @property {boolean} [sensitive]
 * @property {{ yes: Text, no: Text, equals: Text, at_least?: Text, values: Record<string, { says: Text }> }} text
 */

/**
 * @typedef {object} Outcome
 * @property {string} id
 * @property {"benefit" | "duty"} kind
 * @property {string} area
 * @property {number} root
 * @property {number} danger
 * @property {number} due
 * @property {Text[]} also
 * @property {Reading[]} readings
 * @property {OutcomeText} text
 */

/**
 * @typedef {object} OutcomeText
 * @property {Text} title
 * @property {Text} text
 * @property {string[]} clauses
 * @property {string[]} bearers
 * @property {string[]} implied
 * @property {Text} [deadline]
 * @property {Text[]} next
 * @property {string[]} report_to
 * @property {string[]} linked
 */

/**
 * @typedef {object} Bundle
 * @property {string} plan
 * @property {string} version
 * @property {Fact[]} facts
 * @property {Record<string, Retired[]>} retired
 * @property {Node[]} nodes
 * @property {Outcome[]} outcomes
 * @property {{ root: number, reason: Text }[]} scope
 * @property {{ id: string, facts: string[] }[]} [situations]
 * @property {[root: number, target: number, cubes: Part[][]][]} primes
 * @property {{ units: Record<string, Text>, clauses: Record<string, Text> }} text
 */

/**
 * @typedef {object} Explanation
 * @property {{ known: number[], reach: number[], needs(root: number): number[], judge(outcome: Outcome): Status }} evaluation
 * @property {(root: number) => Finding} find
 * @property {(outcome: Outcome) => number} place
 * @property {(outcome: Outcome) => Reading | undefined} leftOutBy
 */

var Walker = (function () {
  "use strict";

  var NO = 1, YES = 2, OPEN = 3, UNKNOWN = -1;
  /** @type {Status[]} */
  var STATUS = [/** @type {never} */ (""), "does_not_apply", "applies", "possible"]; // by what is in reach
  var STATEMENTS = 10;
  var DANGER = 0, DUE = 1, TOLD = 2, ALWAYS = 3;
  var LARGEST = 999999999, BITS = 53;

  /** @type {(object: object, name: string) => boolean} */
  function has(object, name) { return Object.prototype.hasOwnProperty.call(object, name); }
  /** @type {(value: unknown) => value is object} */
  function isObject(value) { return Object.prototype.toString.call(value) === "[object Object]"; }
  /** @template T @param {T} answer @returns {answer is NonNullable<T>} */
  function given(answer) { return answer !== null && answer !== undefined; }
  /** @template T @param {T[]} list @param {(item: T) => boolean} test @returns {T | undefined} */
  function first(list, test) { return list.filter(test)[0]; }
  /** @template T @param {T[]} set @param {T[]} items */
  function add(set, items) { return set.concat(without(items, set)); }
  /** @template T @param {T[]} set @param {T[]} items */
  function without(set, items) { return set.filter(function (each) { return items.indexOf(each) < 0; }); }
  /** @template T @param {T[][]} lists @returns {T[]} */
  function flat(lists) { return Array.prototype.concat.apply([], lists); }
  /** @type {(numbers: number[]) => number[]} */
  function sorted(numbers) { return numbers.slice().sort(function (one, other) { return one - other; }); }

  // Whether the bit of class `each` is set; the operators for bits know only 32 of them.
  /** @type {(classes: number, each: number) => boolean} */
  function allows(classes, each) { return Math.floor(classes / Math.pow(2, each)) % 2 === 1; }

  // The first `most` ways to take one of each list, in the order of itertools.product.
  /** @type {(lists: Change[], most: number) => Change[]} */
  function product(lists, most) {
    return lists.reduceRight(function (tails, list) {
      return flat(list.map(function (each) {
        return tails.map(function (tail) { return [each].concat(tail); });
      })).slice(0, most);
    }, /** @type {Change[]} */ ([[]]));
  }

  // Which of two changes of the same length comes first: below 0, 0 or above.
  /** @type {(one: Change, other: Change) => number} */
  function compare(one, other) {
    for (var i = 0; i < one.length; i++) {
      var order = one[i][0] - other[i][0] || one[i][1] - other[i][1];
      if (order) return order;
    }
    return 0;
  }

  // --- nodes.py ---

  /** @type {(table: Node[], root: number) => number[]} */
  function support(table, root) {
    /** @type {boolean[]} */
    var seen = [true, true], facts = [], stack = [root];
    while (stack.length) {
      var at = Number(stack.pop());
      if (seen[at]) continue;
      seen[at] = facts[table[at][0]] = true;
      stack.push.apply(stack, table[at].slice(1));
    }
    return sorted(Object.keys(facts).map(Number));
  }

  // --- bundle.py: Fact ---

  /** @type {(fact: Fact) => number} */
  function classesOf(fact) {
    return fact.type === "boolean" ? 2 : fact.type === "choice" ? fact.values.length : fact.cuts.length + 1;
  }

  /** @type {(fact: Fact, answer: Answer) => boolean} */
  function accepts(fact, answer) {
    if (fact.type === "boolean") return typeof answer === "boolean";
    if (fact.type === "choice") return fact.values.indexOf(/** @type {string} */ (answer)) >= 0;
    var highest = given(fact.maximum) ? fact.maximum : LARGEST;
    return typeof answer === "number" && answer % 1 === 0 && (fact.minimum || 0) <= answer && answer <= highest;
  }

  /** @type {(fact: Fact, answer: Answer) => number} */
  function classify(fact, answer) {
    if (fact.type === "boolean") return Number(answer);
    if (fact.type === "choice") return fact.values.indexOf(/** @type {string} */ (answer));
    return fact.cuts.filter(function (cut) { return cut <= Number(answer); }).length;
  }

  /** @type {(fact: Fact, number: number, near: Given) => Answer} `near` is a number where the fact is one */
  function representative(fact, number, near) {
    if (fact.type === "boolean") return number === 1;
    if (fact.type === "choice") return fact.values[number];
    return Number(near) >= fact.cuts[number] ? fact.cuts[number] - 1 : number ? fact.cuts[number - 1] : fact.minimum || 0;
  }

  // `read(bundle).call(request)`: `bundle` is the decoded bundle.json, `request` is {answers, audience, lang, topic}.
  // An exception means that the bundle is not as the build wrote it.
  /** @type {(bundle: Bundle) => { call(request: ReportRequest): string | null } | null} */
  function read(bundle) {
    var facts = bundle.facts, nodes = bundle.nodes;
    /** @type {Record<string, number>} */
    var index = {};
    /** @type {Record<number, Part[][]>[]} */
    var cubes = [{}, {}];
    /** @type {Record<number, number[]>} */
    var behinds = {};
    /** @type {Record<string, { source: unknown[], made: unknown }>} */
    var kept = {};
    facts.forEach(function (fact, i) { index[fact.id] = i; });
    bundle.primes.forEach(function (known) { cubes[known[1]][known[0]] = known[2]; });
    if (facts.some(function (fact) { return classesOf(fact) > BITS; })) return null;

    /** @type {(fact: number) => string} */
    function id(fact) { return facts[fact].id; }

    // --- bundle.py: Bundle ---

    var presumed = Object.keys(facts).map(Number).filter(function (i) {
      return given(facts[i].ask_when) && given(facts[i].otherwise);
    });

    /** @type {(fact: number) => number} */
    function askWhen(fact) { return /** @type {number} */ (facts[fact].ask_when); }

    /** @type {(root: number) => number[]} */
    function behind(root) {
      if (!behinds[root]) {
        var found = support(nodes, root);
        behinds[root] = presumed.reduce(function (all, fact) {
          return found.indexOf(fact) < 0 ? all : add(all, behind(askWhen(fact)));
        }, found);
      }
      return behinds[root];
    }

    // `source`: a list, which is what it was if each of its members is.
    /** @template T @param {string | number} name @param {unknown[]} source @param {() => T} make @returns {T} */
    function keep(name, source, make) {
      var before = kept[name];
      function same(/** @type {unknown} */ each, /** @type {number} */ i) { return each === before.source[i]; }
      if (!before || !source.every(same)) before = kept[name] = { source: source, made: make() };
      return /** @type {T} */ (before.made);
    }

    // --- answers.py ---

    /** @type {(answers: Record<string, Answer | null>) => Given[] | false} */
    function validate(answers) {
      /** @type {Given[]} */
      var valid = [], /** @type {Given[]} */ today = [];
      var good = Object.keys(answers).every(function (name) {
        var answer = answers[name];
        if (has(bundle.retired, name)) return answer === null || carryOver(bundle.retired[name], answer, today);
        if (!has(index, name) || (answer !== null && !accepts(facts[index[name]], answer))) return false;
        valid[index[name]] = answer;
        return true;
      });
      return good && facts.map(function (_, i) { return valid[i] === undefined ? today[i] : valid[i]; });
    }

    // `_today` there: puts what the answer to a retired fact means into `today`; whether it is an answer to it.
    /** @type {(retired: Retired[], answer: Answer, today: Given[]) => boolean} */
    function carryOver(retired, answer, today) {
      var former = first(retired, function (each) { return each.answer === answer; });
      var means = former && former.means;
      if (means && today[index[means.fact]] === undefined) today[index[means.fact]] = means.answer;
      return Boolean(former);
    }

    // --- evaluate.py ---

    /** @type {(answers: Given[]) => number[]} */
    function knownClasses(answers) {
      var known = facts.map(function (fact, i) { return given(answers[i]) ? classify(fact, answers[i]) : UNKNOWN; });
      presumed.forEach(function (i) {
        if (known[i] === UNKNOWN && leaves(askWhen(i), known) === NO) known[i] = Number(facts[i].otherwise);
      });
      return known;
    }

    /** @type {(root: number, known: number[]) => number} */
    function leaves(root, known) {
      /** @type {boolean[]} */
      var seen = [], found = 0, stack = [root];
      while (stack.length && found !== OPEN) {
        var at = Number(stack.pop()), node = nodes[at];
        if (at < 2) found |= at ? YES : NO;
        else if (!seen[at]) stack.push.apply(stack, known[node[0]] < 0 ? node.slice(1) : [node[known[node[0]] + 1]]);
        seen[at] = true;
      }
      return found;
    }

    // `reach` is a list by node here: all of it takes no longer than it takes to stop in time.
    /** @param {number[]} known */
    function evaluation(known) {
      var reach = [NO, YES], reduced = [0, 1];
      /** @type {Node[]} */
      var table = [[], []];
      /** @type {Record<string, number>} */
      var ids = {};
      /** @type {Record<number, number[]>} */
      var found = {};
      for (var at = 2; at < nodes.length; at++) {
        var node = nodes[at], answer = known[node[0]];
        reach[at] = answer < 0 ? 0 : reach[node[answer + 1]];
        for (var i = 1; answer < 0 && i < node.length; i++) reach[at] |= reach[node[i]];
      }

      /** @type {(root: number) => number[]} */
      function needs(root) {
        var start = reduce(root);
        return found[start] || (found[start] = support(table, start));
      }

      /** @type {(at: number) => number} */
      function reduce(at) {
        if (reduced[at] === undefined) reduced[at] = reach[at] === OPEN ? rest(nodes[at]) : reach[at] - 1;
        return reduced[at];
      }

      /** @type {(node: Node) => number} */
      function rest(node) {
        var answer = known[node[0]];
        if (answer >= 0) return reduce(node[answer + 1]);
        var key = node.map(function (each, i) { return i ? reduce(each) : each; });
        if (key.every(function (each, i) { return !i || each === key[1]; })) return key[1];
        return ids[String(key)] || (ids[String(key)] = table.push(key) - 1);
      }

      /** @type {(outcome: Outcome) => Status} */
      function judge(outcome) {
        return STATUS[reach[outcome.root] === YES && outcome.also.length ? OPEN : reach[outcome.root]];
      }

      return { known: known, reach: reach, needs: needs, judge: judge };
    }

    // --- explain.py: reasons and flips are lists of [fact, answer], changes of [fact, class] ---

    /** @param {Given[]} answers */
    function explain(answers) {
      var evaluated = evaluation(knownClasses(answers)), known = evaluated.known, reach = evaluated.reach;
      /** @type {Record<number, Finding>} */
      var found = {};
      var presumedNow = presumed.filter(function (fact) { return known[fact] >= 0 && !given(answers[fact]); });

      /** @type {(root: number) => Finding} */
      function find(root) {
        function make() { return { because: because(root), needs: evaluated.needs(root), flips: flips(root) }; }
        /** @type {(fact: number) => Given} */
        function said(fact) { return given(answers[fact]) ? answers[fact] : null; }
        return found[root] || (found[root] = keep(root, behind(root).map(said), make));
      }

      /** @type {(outcome: Outcome) => number} */
      function place(outcome) {
        if (reach[outcome.root] === YES && reach[outcome.danger] === YES) return DANGER;
        if (reach[outcome.root] === YES && reach[outcome.due] === YES) return DUE;
        return outcome.root === 1 ? ALWAYS : TOLD;
      }

      /** @type {(outcome: Outcome) => Reading | undefined} */
      function leftOutBy(outcome) {
        if (reach[outcome.root] !== NO) return undefined;
        return first(outcome.readings, function (each) { return reach[each.root] !== NO; });
      }

      /** @type {(root: number) => Said[]} */
      function because(root) {
        if (reach[root] === OPEN) return [];
        var forced = sorted(reason(root, reach[root] - 1));
        /** @type {(fact: number) => boolean} */
        function presumable(fact) { return presumed.indexOf(fact) >= 0; }
        if (behind(root).some(presumable)) forced = irreducible(forced, root);
        return forced.map(function (fact) { return [fact, /** @type {Answer} */ (answers[fact])]; });
      }

      /** @type {(all: number[], root: number) => number[]} */
      function irreducible(all, root) {
        return all.reduce(function (left, fact) {
          var fewer = without(left, [fact]);
          var theirs = answers.map(function (answer, i) { return fewer.indexOf(i) < 0 ? null : answer; });
          return leaves(root, knownClasses(theirs)) === reach[root] ? fewer : left;
        }, all);
      }

      /** @type {(root: number, target: number) => number[]} */
      function reason(root, target) {
        var fewest = null, list = cubes[target][root];
        /** @type {(part: Part) => boolean} */
        function inside(part) { return known[part[0]] >= 0 && allows(part[1], known[part[0]]); }
        /** @type {(fact: number) => number[]} */
        function cause(fact) { return askWhen(fact) ? reason(askWhen(fact), 0) : []; }
        for (var i = 0; i < list.length && !(fewest && !presumedNow.length); i++) {
          if (!list[i].every(inside)) continue;
          var all = list[i].map(function (part) { return part[0]; }), direct = without(all, presumedNow);
          var whole = without(all, direct).map(cause).reduce(add, direct);
          if (!fewest || whole.length < fewest.length) fewest = whole;
        }
        if (!fewest) throw new Error("a settled status has a reason");
        return fewest;
      }

      /** @type {(root: number) => Said[][]} */
      function flips(root) {
        return reach[root] === OPEN ? [] : tell(changes(root, reach[root] === NO ? 1 : 0, 3), 3);
      }

      /** @type {(root: number, target: number, most: number) => Change[]} */
      function changes(root, target, most) {
        /** @type {Part[][]} */
        var all = [], fewest = facts.length;
        cubes[target][root].forEach(function (cube) {
          var missed = missedBy(cube, fewest);
          if (!missed) return;
          if (missed.length < fewest) all = [];
          fewest = missed.length;
          all.push(missed);
        });
        return flat(all.map(function (missed) { return product(missed.map(ways), most); }));
      }

      // The inner loop of `_changes` there: what has to change, or null if that is more than `most` or cannot change.
      /** @type {(cube: Part[], most: number) => Part[] | null} */
      function missedBy(cube, most) {
        /** @type {Part[]} */
        var missed = [], /** @type {number[]} */ leaning = [];
        for (var i = 0; i < cube.length; i++) {
          var fact = cube[i][0], inside = known[fact] >= 0 && allows(cube[i][1], known[fact]);
          var follows = presumedNow.indexOf(fact) >= 0;
          if (inside && follows) leaning = add(leaning, behind(askWhen(fact)));
          if (inside) continue;
          if (known[fact] < 0 || follows || facts[fact].fixed || missed.length === most) return null;
          missed.push(cube[i]);
        }
        return missed.some(function (part) { return leaning.indexOf(part[0]) >= 0; }) ? null : missed;
      }

      /** @type {(missed: Part) => Change} */
      function ways(missed) {
        /** @type {Change} */
        var all = [], fact = missed[0];
        for (var each = 0; each < classesOf(facts[fact]); each++) if (allows(missed[1], each)) all.push([fact, each]);
        if (facts[fact].type !== "integer") return all;
        return [all.reduce(function (near, other) { return way(other) < way(near) ? other : near; })];
      }

      /** @type {(change: Part) => number} */
      function way(change) { return Math.abs(Number(answered(change)[1]) - Number(answers[change[0]])); }

      /** @type {(all: Change[], most: number) => Said[][]} */
      function tell(all, most) {
        /** @type {Record<string, { alike: Change, far: number, change: Change }>} */
        var nearest = {};
        all.forEach(function (change) {
          var numbers = change.filter(function (each) { return facts[each[0]].type === "integer"; });
          /** @type {Change} */
          var alike = change.map(function (each) { return numbers.indexOf(each) < 0 ? each : [each[0], -1]; });
          var far = numbers.map(way).reduce(function (sum, each) { return sum + each; }, 0), before = nearest[String(alike)];
          if (before && (before.far - far || compare(before.change, change)) <= 0) return;
          nearest[String(alike)] = { alike: alike, far: far, change: change };
        });
        return Object.keys(nearest).map(function (key) { return nearest[key]; })
          .sort(function (one, other) { return compare(one.alike, other.alike); })
          .slice(0, most).map(function (each) { return each.change.map(answered); });
      }

      /** @type {(change: Part) => Said} */
      function answered(change) {
        return [change[0], representative(facts[change[0]], change[1], answers[change[0]])];
      }

      return { evaluation: evaluated, find: find, place: place, leftOutBy: leftOutBy };
    }

    // --- interview.py ---

    /** @type {(audience: string, topic: string | null) => Outcome[]} */
    function relevant(audience, topic) {
      return bundle.outcomes.filter(function (outcome) {
        return (audience === "worker" || outcome.kind === "benefit") && (!given(topic) || outcome.area === topic);
      });
    }

    // Place by place: old engines do not sort stably.
    /** @type {(explanation: Explanation, outcomes: Outcome[]) => Outcome[]} */
    function ranked(explanation, outcomes) {
      return flat([DANGER, DUE, TOLD, ALWAYS].map(function (place) {
        return outcomes.filter(function (outcome) { return explanation.place(outcome) === place; });
      }));
    }

    /** @type {(explanation: Explanation, outcomes: Outcome[]) => number[]} */
    function openFacts(explanation, outcomes) {
      var reach = explanation.evaluation.reach, needs = explanation.evaluation.needs;
      /** @type {(set: number[], each: { root: number }) => number[]} */
      function needed(set, each) { return add(set, explanation.find(each.root).needs); }
      var scope = bundle.scope.reduce(needed, []), rest = outcomes.reduce(needed, []);
      outcomes.forEach(function (outcome) {
        [outcome.danger, outcome.due].forEach(function (node) {
          if (reach[node] === OPEN && reach[outcome.root] !== NO) rest = add(rest, needs(node));
        });
      });
      presumed.slice().reverse().forEach(function (fact) {
        if (rest.indexOf(fact) >= 0) rest = add(rest, needs(askWhen(fact)));
      });
      return sorted(scope).concat(sorted(without(rest, scope)));
    }

    /** @type {(explanation: Explanation, stillOpen: number[], answers: Given[]) => string | null} */
    function nextQuestion(explanation, stillOpen, answers) {
      var candidates = stillOpen.filter(function (fact) { return answers[fact] === undefined; });
      /** @type {(fact: number) => boolean} */
      function askable(fact) { return candidates.indexOf(fact) >= 0; }
      for (var i = 0; i < candidates.length; i++) {
        var fact = candidates[i], condition = facts[fact].ask_when;
        var reach = given(condition) ? explanation.evaluation.reach[condition] : YES;
        if (reach === YES) return facts[fact].id;
        if (reach === OPEN) return facts[explanation.evaluation.needs(askWhen(fact)).filter(askable).concat(fact)[0]].id;
      }
      return candidates.length ? facts[candidates[0]].id : null;
    }

    /** @type {(fact: number) => boolean} */
    function sensitive(fact) { return Boolean(facts[fact].sensitive); }

    /** @type {(fact: number, explanation: Explanation) => boolean} */
    function sensible(fact, explanation) {
      if (!given(facts[fact].ask_when)) return true;
      var known = explanation.evaluation.known.map(function (answer, i) {
        var beside = facts[fact].type === "boolean" && sensitive(i) === sensitive(fact);
        var assumed = facts[i].type === "boolean" && (beside || sensitive(i) && !sensitive(fact));
        return answer < 0 && assumed ? 0 : answer;
      });
      return leaves(askWhen(fact), known) === YES;
    }

    var scope = bundle.scope.map(function (each) { return support(nodes, each.root); }).reduce(add, []);

    /** @type {(explanation: Explanation, stillOpen: number[], answers: Given[], firstAsked: string[]) => Screen[]} */
    function screens(explanation, stillOpen, answers, firstAsked) {
      /** @type {(fact: number) => number} a lower place comes first */
      function place(fact) {
        if (scope.indexOf(fact) >= 0) return -1;
        var early = firstAsked.indexOf(id(fact));
        if (early >= 0) return early;
        return firstAsked.length + (sensitive(fact) ? 2 : Number(facts[fact].type === "boolean"));
      }
      /** @type {number[]} */
      var order = []; // place by place: old engines do not sort stably
      for (var each = -1; each < firstAsked.length + 3; each++) order = order.concat(stillOpen.filter(at(each)));
      var waiting = order.filter(function (fact) { return answers[fact] === undefined && sensible(fact, explanation); });
      if (!waiting.length) {
        var last = nextQuestion(explanation, order, answers);
        return last === null ? [] : [{ facts: [last], ticks: false, sensitive: sensitive(index[last]) }];
      }
      /** @type {Screen[]} */
      var found = [];
      while (waiting.length) {
        var head = waiting[0], together = waiting.filter(alike(head)), ticks = together.indexOf(head) >= 0;
        var shown = ticks ? together.slice(0, STATEMENTS) : [head];
        found.push({ facts: shown.map(id), ticks: ticks, sensitive: sensitive(head) });
        waiting = without(waiting, shown);
      }
      return found;

      /** @type {(fact: number) => number} */
      function kind(fact) { return sensitive(fact) ? 1 + Number(firstAsked.indexOf(id(fact)) >= 0) : 0; }

      /** @type {(wanted: number) => (fact: number) => boolean} */
      function at(wanted) { return function (fact) { return place(fact) === wanted; }; }

      /** @type {(head: number) => (fact: number) => boolean} */
      function alike(head) {
        return function (fact) {
          return facts[fact].type === "boolean" && kind(fact) === kind(head) && scope.indexOf(fact) < 0;
        };
      }
    }

    // --- api.py ---

    /** @type {(fact: Fact, answer: Answer, lang: string) => string} */
    function statement(fact, answer, lang) {
      if (fact.type === "boolean") return fact.text[answer ? "yes" : "no"][lang];
      if (fact.type === "choice") return fact.text.values[String(answer)].says[lang];
      var last = !given(fact.maximum) && answer === fact.cuts[fact.cuts.length - 1];
      return (last && fact.text.at_least || fact.text.equals)[lang].split("{n}").join(String(answer));
    }

    // `_outcome` and `_shown` there.
    /** @type {(outcome: Outcome, explanation: Explanation, lang: string) => ShownOutcome} */
    function shown(outcome, explanation, lang) {
      var finding = explanation.find(outcome.root), status = explanation.evaluation.judge(outcome);
      var reading = explanation.leftOutBy(outcome), text = outcome.text;
      /** @type {(each: Text) => string} */
      function said(each) { return each[lang]; }
      /** @type {(each: Said) => string} */
      function sentence(each) { return statement(facts[each[0]], each[1], lang); }
      /** @type {(answers: Said[]) => string[]} */
      function say(answers) { return answers.map(sentence); }
      /** @type {(unit: string) => Unit} */
      function named(unit) { return { id: unit, name: bundle.text.units[unit][lang] }; }
      return {
        id: outcome.id, kind: outcome.kind, status: status, title: text.title[lang],
        clauses: text.clauses, bearers: text.bearers, implied: text.implied,
        deadline: text.deadline ? text.deadline[lang] : null,
        because: finding.because.map(function (each) { return { fact: id(each[0]), answer: each[1] }; }),
        needs: finding.needs.map(id),
        flips: finding.flips.map(function (flip) {
          /** @type {Record<string, Answer>} */
          var change = {};
          flip.forEach(function (each) { change[id(each[0])] = each[1]; });
          return change;
        }),
        also: status === STATUS[OPEN] && !finding.needs.length ? outcome.also.map(said) : [],
        text: text.text[lang], ask: reading ? reading.text[lang] : null, place: explanation.place(outcome),
        reasons: say(finding.because), changes: finding.flips.map(say),
        names: text.bearers.map(function (unit) {
          return { id: unit, name: named(unit).name, implied: text.implied.indexOf(unit) >= 0 };
        }),
        sources: text.clauses.map(function (id) { return { id: id, number: bundle.text.clauses[id][lang] }; }),
        next: text.next.map(said), report_to: text.report_to.map(named), linked: text.linked
      };
    }

    // `Request.first` there: ids of facts, or null if a situation is not known.
    /** @type {(chosen: string[]) => string[] | null} */
    function opening(chosen) {
      var known = (bundle.situations || []).map(function (each) { return each.id; });
      if (without(chosen, known).length) return null;
      return flat((bundle.situations || []).map(function (each) { return chosen.indexOf(each.id) < 0 ? [] : each.facts; }));
    }

    /** @type {(request: ReportRequest) => string | null} */
    function call(request) {
      var lang = request.lang, audience = request.audience;
      if (["zh", "en"].indexOf(lang) < 0 || ["family", "worker"].indexOf(audience) < 0) return null;
      var valid = isObject(request.answers) && validate(request.answers), firstAsked = opening(request.situations || []);
      if (!valid || !firstAsked) return null;
      var explanation = explain(valid);
      var outside = first(bundle.scope, function (each) { return explanation.evaluation.reach[each.root] === YES; });
      var outcomes = outside ? [] : ranked(explanation, relevant(audience, request.topic));
      var stillOpen = outside ? [] : openFacts(explanation, outcomes);
      var made = {
        plan: bundle.plan, version: bundle.version,
        scope: outside ? "outside" : "inside", scope_reason: outside ? outside.reason[lang] : null,
        outcomes: [],
        next_question: nextQuestion(explanation, stillOpen, valid),
        open: stillOpen.map(id),
        screens: screens(explanation, stillOpen, valid, firstAsked)
      };
      /** @type {(outcome: Outcome) => string} */
      function line(outcome) {
        var source = [explanation.find(outcome.root), explanation.leftOutBy(outcome), explanation.place(outcome)];
        function make() { return JSON.stringify(shown(outcome, explanation, lang)); }
        return keep(lang + " " + outcome.id, source, make);
      }
      return [JSON.stringify(made)].concat(outcomes.map(line)).join("\n");
    }

    return { call: call };
  }

  return { read: read };
})();
