// Cuts queries into what the classifier of the search weighs, by the search worker's own code. Standard input has its
// path, those of its libraries by name, the queries and what the worker needs to know of sounds; standard output gets
// two lists of cuts a query: as it is written and as it is said.
import { text } from "node:stream/consumers";
import { runInContext } from "node:vm";
import { sandbox } from "./sandbox.mjs";

const { worker, libraries, ...request } = JSON.parse(await text(process.stdin));

const context = sandbox(worker, (name) => libraries[name], { request, addEventListener: () => {} });
process.stdout.write(
  runInContext(
    `learnSimple(request.simple);
     const sounds = new Sounds(request.sounds);
     JSON.stringify(request.queries.map((query) => features(query, sounds)))`,
    context,
  ),
);
