// OpenAI's JavaScript client: node openai.mjs BASE_URL UPSTREAM_URL.

import OpenAI from "openai";
import { base, check, done, equal, models, nothingWaits, report, schema, thrown, told, tool, weather } from "./checks.mjs";

const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: "none", timeout: 60_000, maxRetries: 0 });

const user = (content) => [{ role: "user", content }];
const ask = (model, text, more = {}, options = {}) =>
  client.chat.completions.create({ model, messages: user(text), ...more }, options);

async function plain(model) {
  const completion = await ask(model, "say Good morning");
  equal(completion.choices[0].message.content, "Good morning");
  equal(completion.usage.total_tokens > 0, true);
}

async function stream(model) {
  const running = client.chat.completions.stream({ model, messages: user("say Good morning") });
  equal(await running.finalContent(), "Good morning");
}

async function tools(model) {
  const messages = user("weather");
  const first = await client.chat.completions.create({ model, messages, tools: [tool] });
  equal(first.choices[0].finish_reason, "tool_calls");
  const call = first.choices[0].message.tool_calls[0];
  equal(JSON.parse(call.function.arguments), { city: "Paris" });
  messages.push(first.choices[0].message, { role: "tool", tool_call_id: call.id, content: weather });
  equal((await client.chat.completions.create({ model, messages, tools: [tool] })).choices[0].message.content, told);
}

async function runTools(model) {
  const running = client.chat.completions.runTools({
    model,
    messages: user("weather"),
    stream: true,
    tools: [{ type: "function", function: { ...tool.function, parse: JSON.parse, function: ({ city }) => `sunny in ${city}` } }],
  });
  equal(await running.finalContent(), told);
}

async function structured(model) {
  const response_format = { type: "json_schema", json_schema: { name: "report", strict: true, schema } };
  equal(JSON.parse((await ask(model, "report", { response_format })).choices[0].message.content), report);
}

async function file(model) {
  const stored = await client.files.create({
    file: new File(["The code word is tangerine."], "note.txt"),
    purpose: "user_data",
  });
  const content = [
    { type: "file", file: { file_id: stored.id } },
    { type: "text", text: "Which is the code word?" },
  ];
  equal((await ask(model, content)).choices[0].message.content, "tangerine");
  equal((await client.files.delete(stored.id)).deleted, true);
}

async function errors() {
  equal((await thrown(() => ask("absent", "say Hello"))) instanceof OpenAI.NotFoundError, true);
  equal((await thrown(() => ask("direct", "say Hello", { temperature: 3 }))).param, "temperature");
  equal((await thrown(() => ask("direct", "fail"))).status >= 500, true);
}

async function left(model) {
  const running = await ask(model, "wait", { stream: true });
  for await (const chunk of running) {
    equal(chunk.object, "chat.completion.chunk");
    running.controller.abort();
    break;
  }
  await nothingWaits();
}

async function limited(model) {
  equal((await thrown(() => ask(model, "wait", {}, { timeout: 2000 }))) instanceof OpenAI.APIConnectionTimeoutError, true);
  await nothingWaits();
}

for (const model of models) {
  for (const action of [plain, stream, tools, runTools, structured]) {
    await check(`${action.name}, ${model}`, () => action(model));
  }
}
await check("a file and a question", () => file(models[1]));
await check("errors", errors);
await check("a stream that is left", () => left("direct"));
await check("a time limit", () => limited("direct"));
done();
