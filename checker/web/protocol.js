// The messages between the page and its worker, in one place.
//
// page → worker   {id, request}              evaluate a request (checker.api.call); answered by exactly one of
// worker → page   {id, result} | {id, error}     the result as text, which is handed over quicker than what it says
// worker → page   {state: "ready"} | {state: "failed", error}     once, when starting has ended one way or the other

export const READY = "ready";
export const FAILED = "failed";

export const KEPT = "kept"; // the worker's name where the site is kept on this device, and memory may be kept beside it

export const TIMEOUT = 120_000; // milliseconds; a first visit on a slow line downloads the interpreter meanwhile
