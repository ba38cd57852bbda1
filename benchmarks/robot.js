// Answers the questionnaire as one family would, and counts the taps. Runs in the page /check/.
//
// `robot({ child, situations, others })`: the answers of the family by fact; ids of situations that it chooses; the answers
// about its other children. What comes back: the taps until the first three right things to do are listed (or as many as there
// are), until nothing is left to ask, and for each other child.
window.robot = ({ child, situations, others }) => {
  const one = (selector) => document.querySelector(selector);
  const visible = (element) => element && element.getClientRects().length > 0;
  let taps = 0;
  const shown = []; // how many things to do are listed after each tap
  const tap = (element) => {
    if (!visible(element)) throw new Error("a tap on nothing");
    element.click();
    taps += 1;
    shown.push(document.querySelectorAll(".cp-status-group--now .cp-result, .cp-status-group--days .cp-result").length);
  };
  const forward = () => tap(one("[data-screen-next]"));

  const tick = (answers) => {
    for (const box of document.querySelectorAll(".cp-ticks input")) if (answers[box.value] === true) tap(box);
    forward();
  };
  const choose = (answers) => {
    const [first] = one("[data-screen]").querySelectorAll("input");
    const answer = answers[first.name.replace("ask-", "")];
    const numbers = [...document.querySelectorAll(".cp-numbers button")];
    if (numbers.length) tap(numbers.find((each) => each.textContent === String(answer)) ?? numbers[numbers.length - 1]);
    else tap(one(`[data-screen] input[value="${answer}"]`));
  };
  const answer = (answers) => {
    for (let screens = 0; !visible(one("[data-screen-done]")); screens++) {
      if (screens > 40) throw new Error("the interview does not end");
      if (one(".cp-ticks")) tick(answers);
      else choose(answers);
    }
  };

  const wipe = one("[data-wipe]");
  if (visible(wipe)) wipe.click();
  for (const id of situations) tap(one(`[data-situations] input[value=${id}]`));
  forward();
  answer(child);
  const whole = taps;
  const wanted = Math.min(3, shown[shown.length - 1]);
  const further = others.map((other) => {
    taps = 0;
    tap(one("[data-add-same]"));
    answer(other);
    return taps;
  });
  return { whole, three: wanted ? shown.findIndex((count) => count >= wanted) + 1 : null, further };
};
