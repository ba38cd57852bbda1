// Where the nodes and edges of graphs go: graphs on standard input as a JSON list, laid out by Graphviz, come back as one.
import { instance } from "@viz-js/viz";
import { json } from "node:stream/consumers";

/**
 * What is used of Graphviz's JSON. `pos`: a node's place, or an edge's curve.
 * @typedef {{ name: string, pos?: string }} Placed
 * @typedef {{ bb: string, objects?: Placed[], edges?: { tail: number, head: number, pos: string }[] }} Drawing
 */

const viz = await instance();
const graphs = /** @type {import("@viz-js/viz").Graph[]} */ (await json(process.stdin));
const laidOut = graphs.map((graph) => {
  const { bb, objects = [], edges = [] } = /** @type {Drawing} */ (viz.renderJSON(graph, { yInvert: true }));
  const name = (/** @type {number} */ id) => objects[id].name;
  return {
    box: bb,
    nodes: Object.fromEntries(objects.filter((object) => object.pos).map((object) => [object.name, object.pos])),
    edges: edges.map((edge) => ({ tail: name(edge.tail), head: name(edge.head), pos: edge.pos })),
  };
});
process.stdout.write(JSON.stringify(laidOut));
