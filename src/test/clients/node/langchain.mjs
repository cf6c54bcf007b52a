// LangChain's JavaScript client: node langchain.mjs BASE_URL UPSTREAM_URL.

import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { base, check, done, equal, models, nothingWaits, report, schema, thrown, told, tool, weather } from "./checks.mjs";

const chat = (model, more = {}) =>
  new ChatOpenAI({
    model,
    apiKey: "none",
    maxRetries: 0,
    timeout: 60_000,
    useResponsesApi: false,
    configuration: { baseURL: `${base}/v1` },
    ...more,
  });

async function plain(model) {
  const answer = await chat(model).invoke("say Good morning");
  equal(answer.content, "Good morning");
  equal(answer.usage_metadata.total_tokens > 0, true);
}

async function stream(model) {
  let text = "";
  for await (const chunk of await chat(model).stream("say Good morning")) {
    text += chunk.content;
  }
  equal(text, "Good morning");
}

async function tools(model) {
  const bound = chat(model).bindTools([tool]);
  const messages = [new HumanMessage("weather")];
  const first = await bound.invoke(messages);
  equal(first.tool_calls.map(({ name, args }) => ({ name, args })), [{ name: "get_weather", args: { city: "Paris" } }]);
  messages.push(first, new ToolMessage({ content: weather, tool_call_id: first.tool_calls[0].id }));
  equal((await bound.invoke(messages)).content, told);
}

async function structured(model) {
  const answers = chat(model).withStructuredOutput(schema, { name: "report", method: "jsonSchema", strict: true });
  equal(await answers.invoke("report"), report);
}

async function file(model) {
  const file_data = `data:text/plain;base64,${Buffer.from("The code word is tangerine.").toString("base64")}`;
  const content = [
    { type: "file", file: { filename: "note.txt", file_data } },
    { type: "text", text: "Which is the code word?" },
  ];
  equal((await chat(model).invoke([new HumanMessage({ content })])).content, "tangerine");
}

async function errors() {
  equal((await thrown(() => chat("absent").invoke("say Hello"))).status, 404);
  equal((await thrown(() => chat("direct", { temperature: 3 }).invoke("say Hello"))).status, 400);
}

async function left(model) {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 1500);
  await thrown(async () => {
    for await (const chunk of await chat(model).stream("wait", { signal: abort.signal })) {
      equal(chunk.content, "");
    }
  });
  await nothingWaits();
}

async function limited(model) {
  await thrown(() => chat(model, { timeout: 2000 }).invoke("wait"));
  await nothingWaits();
}

for (const model of models) {
  for (const action of [plain, stream, tools, structured]) {
    await check(`${action.name}, ${model}`, () => action(model));
  }
}
await check("a file and a question", () => file(models[1]));
await check("errors", errors);
await check("a stream that is left", () => left("direct"));
await check("a time limit", () => limited("direct"));
done();
