// What every JavaScript client is asked to show, and how it is counted: `ok NAME` or `not ok NAME: why` a line.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

export const [base, upstream] = process.argv.slice(2);

export const parameters = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
export const tool = {
  type: "function",
  function: { name: "get_weather", description: "Tells the weather of a city", parameters, strict: true },
};
export const schema = {
  type: "object",
  properties: { city: { type: "string" }, celsius: { type: "integer" } },
  required: ["city", "celsius"],
  additionalProperties: false,
};
export const report = { city: "Paris", celsius: 21 };
export const weather = "sunny in Paris";
export const told = `It is ${weather}`;
// the upstream's model itself, and a session whose root model it is
export const models = ["direct", "session;mode=rlm"];

let failures = 0;

export async function check(name, action) {
  try {
    await action();
    console.log(`ok ${name}`);
  } catch (problem) {
    failures++;
    console.log(`not ok ${name}: ${String(problem).replace(/\s+/g, " ").slice(0, 600)}`);
  }
}

export function done() {
  process.exit(failures ? 1 : 0);
}

export function equal(seen, wanted) {
  assert.deepEqual(seen, wanted);
}

/** What an action throws, which must be so. */
export async function thrown(action) {
  try {
    await action();
  } catch (problem) {
    return problem;
  }
  throw new Error("nothing was thrown");
}

/** A call that its client has left is soon left by the service, too. */
export async function nothingWaits() {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100)) {
    if ((await (await fetch(upstream)).json()).waiting === 0) {
      return;
    }
  }
  throw new Error("the upstream's call is still open");
}
