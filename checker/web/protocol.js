// The messages between the page and its worker, in one place.
//
// page → worker   {id, request}              evaluate a request (checker.api.call); answered by exactly one of
// worker → page   {id, result} | {id, error}     the result as text, which is handed over quicker than what it says
// worker → page   {state: "ready"} | {state: "failed", error}     once, when starting has ended one way or the other

export const READY = "ready";
export const FAILED = "failed";
export const LATE = "late"; // what the page says of a worker that owes an answer; it may be busy, or gone

// Milliseconds without a word from a worker that owes an answer. One that was ended by the system says nothing.
export const PATIENCE = 900;
export const TIMEOUT = 30_000; // then it is given up
