// Cuts queries into what the classifier of the search weighs, by the search worker's own code. Standard input has its
// path, those of its libraries by name, the queries and what the worker needs to know of sounds; standard output gets
// two lists of cuts a query: as it is written and as it is said.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { createContext, runInContext } from "node:vm";

const { worker, libraries, ...request } = JSON.parse(await text(process.stdin));

const self = { request, addEventListener: () => {} };
self.self = self;
self.importScripts = (name) => runInContext(readFileSync(libraries[name], "utf8"), context);
const context = createContext(self);
runInContext(readFileSync(worker, "utf8"), context);
process.stdout.write(
  runInContext(
    `learnSimple(request.simple);
     const sounds = new Sounds(request.sounds);
     JSON.stringify(request.queries.map((query) => features(query, sounds)))`,
    context,
  ),
);
