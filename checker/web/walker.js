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
var Walker = (function () {
  "use strict";

  var NO = 1, YES = 2, OPEN = 3, UNKNOWN = -1;
  var STATUS = ["", "does_not_apply", "applies", "possible"]; // by what is in reach
  var DANGER = 0, DUE = 1, TOLD = 2, ALWAYS = 3;
  var LARGEST = 999999999, BITS = 53;

  function has(object, name) { return Object.prototype.hasOwnProperty.call(object, name); }
  function isObject(value) { return Object.prototype.toString.call(value) === "[object Object]"; }
  function given(answer) { return answer !== null && answer !== undefined; }
  function first(list, test) { return list.filter(test)[0]; }
  function add(set, items) { return set.concat(without(items, set)); }
  function without(set, items) { return set.filter(function (each) { return items.indexOf(each) < 0; }); }
  function sorted(numbers) { return numbers.slice().sort(function (one, other) { return one - other; }); }

  // Whether the bit of class `each` is set; the operators for bits know only 32 of them.
  function allows(classes, each) { return Math.floor(classes / Math.pow(2, each)) % 2 === 1; }

  // The first `most` ways to take one of each list, in the order of itertools.product.
  function product(lists, most) {
    return lists.reduceRight(function (tails, list) {
      var found = [];
      list.forEach(function (each) {
        tails.forEach(function (tail) { found.push([each].concat(tail)); });
      });
      return found.slice(0, most);
    }, [[]]);
  }

  // Which of two changes of the same length comes first: below 0, 0 or above.
  function compare(one, other) {
    for (var i = 0; i < one.length; i++) {
      var order = one[i][0] - other[i][0] || one[i][1] - other[i][1];
      if (order) return order;
    }
    return 0;
  }

  // --- nodes.py ---

  function support(table, root) {
    var seen = { 0: true, 1: true }, facts = {}, stack = [root];
    while (stack.length) {
      var at = stack.pop();
      if (seen[at]) continue;
      seen[at] = facts[table[at][0]] = true;
      stack.push.apply(stack, table[at].slice(1));
    }
    return sorted(Object.keys(facts).map(Number));
  }

  // --- bundle.py: Fact ---

  function classesOf(fact) {
    return fact.type === "boolean" ? 2 : fact.type === "choice" ? fact.values.length : fact.cuts.length + 1;
  }

  function accepts(fact, answer) {
    if (fact.type === "boolean") return typeof answer === "boolean";
    if (fact.type === "choice") return fact.values.indexOf(answer) >= 0;
    var highest = given(fact.maximum) ? fact.maximum : LARGEST;
    return typeof answer === "number" && answer % 1 === 0 && (fact.minimum || 0) <= answer && answer <= highest;
  }

  function classify(fact, answer) {
    if (fact.type === "boolean") return Number(answer);
    if (fact.type === "choice") return fact.values.indexOf(answer);
    return fact.cuts.filter(function (cut) { return cut <= answer; }).length;
  }

  function representative(fact, number, near) {
    if (fact.type === "boolean") return number === 1;
    if (fact.type === "choice") return fact.values[number];
    return near >= fact.cuts[number] ? fact.cuts[number] - 1 : number ? fact.cuts[number - 1] : fact.minimum || 0;
  }

  // `read(bundle).call(request)`: `bundle` is the decoded bundle.json, `request` is {answers, audience, lang, topic}.
  // An exception means that the bundle is not as the build wrote it.
  function read(bundle) {
    var facts = bundle.facts, nodes = bundle.nodes, index = {}, cubes = [{}, {}], kept = {}, behinds = {};
    facts.forEach(function (fact, i) { index[fact.id] = i; });
    bundle.primes.forEach(function (known) { cubes[known[1]][known[0]] = known[2]; });
    if (facts.some(function (fact) { return classesOf(fact) > BITS; })) return null;

    // --- bundle.py: Bundle ---

    var presumed = Object.keys(facts).map(Number).filter(function (i) {
      return given(facts[i].ask_when) && given(facts[i].otherwise);
    });

    function behind(root) {
      if (!behinds[root]) {
        var found = support(nodes, root);
        behinds[root] = presumed.reduce(function (all, fact) {
          return found.indexOf(fact) < 0 ? all : add(all, behind(facts[fact].ask_when));
        }, found);
      }
      return behinds[root];
    }

    // `source`: a list, which is what it was if each of its members is.
    function keep(name, source, make) {
      var before = kept[name];
      function same(each, i) { return each === before.source[i]; }
      if (!before || !source.every(same)) before = kept[name] = { source: source, made: make() };
      return before.made;
    }

    // --- answers.py ---

    function validate(answers) {
      var valid = [], today = [];
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
    function carryOver(retired, answer, today) {
      var former = first(retired, function (each) { return each.answer === answer; });
      var means = former && former.means;
      if (means && today[index[means.fact]] === undefined) today[index[means.fact]] = means.answer;
      return Boolean(former);
    }

    // --- evaluate.py ---

    function knownClasses(answers) {
      var known = facts.map(function (fact, i) { return given(answers[i]) ? classify(fact, answers[i]) : UNKNOWN; });
      presumed.forEach(function (i) {
        if (known[i] === UNKNOWN && leaves(facts[i].ask_when, known) === NO) known[i] = facts[i].otherwise;
      });
      return known;
    }

    function leaves(root, known) {
      var found = 0, seen = {}, stack = [root];
      while (stack.length && found !== OPEN) {
        var at = stack.pop(), node = nodes[at];
        if (at < 2) found |= at ? YES : NO;
        else if (!seen[at]) stack.push.apply(stack, known[node[0]] < 0 ? node.slice(1) : [node[known[node[0]] + 1]]);
        seen[at] = true;
      }
      return found;
    }

    // `reach` is a list by node here: all of it takes no longer than it takes to stop in time.
    function evaluation(known) {
      var reach = [NO, YES], reduced = [0, 1], table = [[], []], ids = {}, found = {};
      for (var at = 2; at < nodes.length; at++) {
        var node = nodes[at], answer = known[node[0]];
        reach[at] = answer < 0 ? 0 : reach[node[answer + 1]];
        for (var i = 1; answer < 0 && i < node.length; i++) reach[at] |= reach[node[i]];
      }

      function needs(root) {
        var start = reduce(root);
        return found[start] || (found[start] = support(table, start));
      }

      function reduce(at) {
        if (reduced[at] === undefined) reduced[at] = reach[at] === OPEN ? rest(nodes[at]) : reach[at] - 1;
        return reduced[at];
      }

      function rest(node) {
        var answer = known[node[0]];
        if (answer >= 0) return reduce(node[answer + 1]);
        var key = node.map(function (each, i) { return i ? reduce(each) : each; });
        if (key.every(function (each, i) { return !i || each === key[1]; })) return key[1];
        return ids[key] || (ids[key] = table.push(key) - 1);
      }

      function judge(outcome) {
        return STATUS[reach[outcome.root] === YES && outcome.also.length ? OPEN : reach[outcome.root]];
      }

      return { known: known, reach: reach, needs: needs, judge: judge };
    }

    // --- explain.py: reasons and flips are lists of [fact, answer], changes of [fact, class] ---

    function explain(answers) {
      var evaluated = evaluation(knownClasses(answers)), known = evaluated.known, reach = evaluated.reach, found = {};
      var presumedNow = presumed.filter(function (fact) { return known[fact] >= 0 && !given(answers[fact]); });

      function find(root) {
        function make() { return { because: because(root), needs: evaluated.needs(root), flips: flips(root) }; }
        function said(fact) { return given(answers[fact]) ? answers[fact] : null; }
        return found[root] || (found[root] = keep(root, behind(root).map(said), make));
      }

      function place(outcome) {
        if (reach[outcome.root] === YES && reach[outcome.danger] === YES) return DANGER;
        if (reach[outcome.root] === YES && reach[outcome.due] === YES) return DUE;
        return outcome.root === 1 ? ALWAYS : TOLD;
      }

      function leftOutBy(outcome) {
        if (reach[outcome.root] !== NO) return undefined;
        return first(outcome.readings, function (each) { return reach[each.root] !== NO; });
      }

      function because(root) {
        if (reach[root] === OPEN) return [];
        var forced = sorted(reason(root, reach[root] - 1));
        function presumable(fact) { return presumed.indexOf(fact) >= 0; }
        if (behind(root).some(presumable)) forced = irreducible(forced, root);
        return forced.map(function (fact) { return [fact, answers[fact]]; });
      }

      function irreducible(all, root) {
        return all.reduce(function (left, fact) {
          var fewer = without(left, [fact]);
          var theirs = answers.map(function (answer, i) { return fewer.indexOf(i) < 0 ? null : answer; });
          return leaves(root, knownClasses(theirs)) === reach[root] ? fewer : left;
        }, all);
      }

      function reason(root, target) {
        var fewest = null, list = cubes[target][root];
        function inside(part) { return known[part[0]] >= 0 && allows(part[1], known[part[0]]); }
        function cause(fact) { return facts[fact].ask_when ? reason(facts[fact].ask_when, 0) : []; }
        for (var i = 0; i < list.length && !(fewest && !presumedNow.length); i++) {
          if (!list[i].every(inside)) continue;
          var all = list[i].map(function (part) { return part[0]; }), direct = without(all, presumedNow);
          var whole = without(all, direct).map(cause).reduce(add, direct);
          if (!fewest || whole.length < fewest.length) fewest = whole;
        }
        if (!fewest) throw new Error("a settled status has a reason");
        return fewest;
      }

      function flips(root) {
        return reach[root] === OPEN ? [] : tell(changes(root, reach[root] === NO ? 1 : 0, 3), 3);
      }

      function changes(root, target, most) {
        var fewest = facts.length, all = [];
        cubes[target][root].forEach(function (cube) {
          var missed = missedBy(cube, fewest);
          if (!missed) return;
          if (missed.length < fewest) all = [];
          fewest = missed.length;
          all.push(missed);
        });
        return [].concat.apply([], all.map(function (missed) { return product(missed.map(ways), most); }));
      }

      // The inner loop of `_changes` there: what has to change, or null if that is more than `most` or cannot change.
      function missedBy(cube, most) {
        var missed = [], leaning = [];
        for (var i = 0; i < cube.length; i++) {
          var fact = cube[i][0], inside = known[fact] >= 0 && allows(cube[i][1], known[fact]);
          var follows = presumedNow.indexOf(fact) >= 0;
          if (inside && follows) leaning = add(leaning, behind(facts[fact].ask_when));
          if (inside) continue;
          if (known[fact] < 0 || follows || facts[fact].fixed || missed.length === most) return null;
          missed.push(cube[i]);
        }
        return missed.some(function (part) { return leaning.indexOf(part[0]) >= 0; }) ? null : missed;
      }

      function ways(missed) {
        var fact = missed[0], all = [];
        for (var each = 0; each < classesOf(facts[fact]); each++) if (allows(missed[1], each)) all.push([fact, each]);
        if (facts[fact].type !== "integer") return all;
        return [all.reduce(function (near, other) { return way(other) < way(near) ? other : near; })];
      }

      function way(change) { return Math.abs(answered(change)[1] - answers[change[0]]); }

      function tell(all, most) {
        var nearest = {};
        all.forEach(function (change) {
          var numbers = change.filter(function (each) { return facts[each[0]].type === "integer"; });
          var alike = change.map(function (each) { return numbers.indexOf(each) < 0 ? each : [each[0], -1]; });
          var far = numbers.map(way).reduce(function (sum, each) { return sum + each; }, 0), before = nearest[alike];
          if (before && (before.far - far || compare(before.change, change)) <= 0) return;
          nearest[alike] = { alike: alike, far: far, change: change };
        });
        return Object.keys(nearest).map(function (key) { return nearest[key]; })
          .sort(function (one, other) { return compare(one.alike, other.alike); })
          .slice(0, most).map(function (each) { return each.change.map(answered); });
      }

      function answered(change) {
        return [change[0], representative(facts[change[0]], change[1], answers[change[0]])];
      }

      return { evaluation: evaluated, find: find, place: place, leftOutBy: leftOutBy };
    }

    // --- interview.py ---

    function relevant(audience, topic) {
      return bundle.outcomes.filter(function (outcome) {
        return (audience === "worker" || outcome.kind === "benefit") && (!given(topic) || outcome.area === topic);
      });
    }

    // Place by place: old engines do not sort stably.
    function ranked(explanation, outcomes) {
      return [].concat.apply([], [DANGER, DUE, TOLD, ALWAYS].map(function (place) {
        return outcomes.filter(function (outcome) { return explanation.place(outcome) === place; });
      }));
    }

    function openFacts(explanation, outcomes) {
      var reach = explanation.evaluation.reach, needs = explanation.evaluation.needs;
      function needed(set, each) { return add(set, explanation.find(each.root).needs); }
      var scope = bundle.scope.reduce(needed, []), rest = outcomes.reduce(needed, []);
      outcomes.forEach(function (outcome) {
        [outcome.danger, outcome.due].forEach(function (node) {
          if (reach[node] === OPEN && reach[outcome.root] !== NO) rest = add(rest, needs(node));
        });
      });
      presumed.slice().reverse().forEach(function (fact) {
        if (rest.indexOf(fact) >= 0) rest = add(rest, needs(facts[fact].ask_when));
      });
      return sorted(scope).concat(sorted(without(rest, scope)));
    }

    function nextQuestion(explanation, stillOpen, answers) {
      var candidates = stillOpen.filter(function (fact) { return answers[fact] === undefined; });
      function askable(fact) { return candidates.indexOf(fact) >= 0; }
      for (var i = 0; i < candidates.length; i++) {
        var fact = candidates[i], askWhen = facts[fact].ask_when;
        var reach = given(askWhen) ? explanation.evaluation.reach[askWhen] : YES;
        if (reach === YES) return facts[fact].id;
        if (reach === OPEN) return facts[explanation.evaluation.needs(askWhen).filter(askable).concat(fact)[0]].id;
      }
      return candidates.length ? facts[candidates[0]].id : null;
    }

    // --- api.py ---

    function statement(fact, answer, lang) {
      if (fact.type === "boolean") return fact.text[answer ? "yes" : "no"][lang];
      if (fact.type === "choice") return fact.text.values[answer].says[lang];
      return fact.text.equals[lang].split("{n}").join(answer);
    }

    // `_outcome` and `_shown` there.
    function shown(outcome, explanation, lang) {
      var finding = explanation.find(outcome.root), status = explanation.evaluation.judge(outcome);
      var reading = explanation.leftOutBy(outcome), text = outcome.text;
      function said(each) { return each[lang]; }
      function id(fact) { return facts[fact].id; }
      function sentence(each) { return statement(facts[each[0]], each[1], lang); }
      function say(answers) { return answers.map(sentence); }
      function named(unit) { return { id: unit, name: bundle.text.units[unit][lang] }; }
      return {
        id: outcome.id, kind: outcome.kind, status: status, title: text.title[lang],
        clauses: text.clauses, bearers: text.bearers, implied: text.implied,
        deadline: text.deadline ? text.deadline[lang] : null,
        because: finding.because.map(function (each) { return { fact: id(each[0]), answer: each[1] }; }),
        needs: finding.needs.map(id),
        flips: finding.flips.map(function (flip) {
          return flip.reduce(function (change, each) { change[id(each[0])] = each[1]; return change; }, {});
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

    function call(request) {
      var lang = request.lang, audience = request.audience;
      if (["zh", "en"].indexOf(lang) < 0 || ["family", "worker"].indexOf(audience) < 0) return null;
      var valid = isObject(request.answers) && validate(request.answers);
      if (!valid) return null;
      var explanation = explain(valid);
      var outside = first(bundle.scope, function (each) { return explanation.evaluation.reach[each.root] === YES; });
      var outcomes = outside ? [] : ranked(explanation, relevant(audience, request.topic));
      var stillOpen = outside ? [] : openFacts(explanation, outcomes);
      var made = {
        plan: bundle.plan, version: bundle.version,
        scope: outside ? "outside" : "inside", scope_reason: outside ? outside.reason[lang] : null,
        outcomes: [],
        next_question: nextQuestion(explanation, stillOpen, valid),
        open: stillOpen.map(function (fact) { return facts[fact].id; })
      };
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
