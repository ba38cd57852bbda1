// Where the nodes and edges of graphs go: graphs on standard input as a JSON list, laid out by Graphviz, come back as one.
import { instance } from "@viz-js/viz";
import { json } from "node:stream/consumers";

const viz = await instance();
const laidOut = (await json(process.stdin)).map((graph) => {
  const { bb, objects = [], edges = [] } = viz.renderJSON(graph, { yInvert: true });
  const name = (id) => objects[id].name;
  return {
    box: bb,
    nodes: Object.fromEntries(objects.filter((object) => object.pos).map((object) => [object.name, object.pos])),
    edges: edges.map((edge) => ({ tail: name(edge.tail), head: name(edge.head), pos: edge.pos })),
  };
});
process.stdout.write(JSON.stringify(laidOut));
