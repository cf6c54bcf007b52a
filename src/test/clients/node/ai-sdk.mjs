// Vercel's AI SDK: node ai-sdk.mjs BASE_URL UPSTREAM_URL.

import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, jsonSchema, Output, stepCountIs, streamText, tool as toolOf } from "ai";
import { base, check, done, equal, models, nothingWaits, parameters, report, schema, thrown, told } from "./checks.mjs";

const service = createOpenAICompatible({
  name: "rlm",
  baseURL: `${base}/v1`,
  apiKey: "none",
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const asked = (model, prompt, more = {}) => ({ model: service(model), prompt, maxRetries: 0, ...more });
const tools = {
  get_weather: toolOf({
    description: "Tells the weather of a city",
    inputSchema: jsonSchema(parameters),
    execute: async ({ city }) => `sunny in ${city}`,
  }),
};

async function plain(model) {
  const answer = await generateText(asked(model, "say Good morning"));
  equal([answer.text, answer.finishReason], ["Good morning", "stop"]);
  equal(answer.usage.totalTokens > 0, true);
}

async function stream(model) {
  const answer = streamText(asked(model, "say Good morning"));
  equal(await answer.text, "Good morning");
  equal((await answer.usage).totalTokens > 0, true);
}

async function usesTools(model) {
  const answer = await generateText(asked(model, "weather", { tools, stopWhen: stepCountIs(3) }));
  equal([answer.text, answer.steps.length], [told, 2]);
}

async function usesToolsInStream(model) {
  equal(await streamText(asked(model, "weather", { tools, stopWhen: stepCountIs(3) })).text, told);
}

async function structured(model) {
  const output = Output.object({ schema: jsonSchema(schema) });
  equal((await generateText(asked(model, "report", { output }))).output, report);
}

async function file(model) {
  const form = new FormData();
  form.append("purpose", "user_data");
  form.append("file", new File(["The code word is tangerine."], "note.txt"));
  const stored = await (await fetch(`${base}/v1/files`, { method: "POST", body: form })).json();
  const about = createOpenAICompatible({
    name: "rlm",
    baseURL: `${base}/v1`,
    transformRequestBody: (body) => ({ ...body, rlm: { documents: [stored.id] } }),
  });
  equal((await generateText({ model: about(model), prompt: "Which is the code word?" })).text, "tangerine");
}

async function errors() {
  const problem = await thrown(() => generateText(asked("absent", "say Hello")));
  equal([APICallError.isInstance(problem), problem.statusCode], [true, 404]);
  equal((await thrown(() => generateText(asked("direct", "say Hello", { temperature: 3 })))).statusCode, 400);
}

async function left(model) {
  const abort = new AbortController();
  const answer = streamText(asked(model, "wait", { abortSignal: abort.signal, onError: () => {} }));
  setTimeout(() => abort.abort(), 1500);
  for await (const part of answer.fullStream) {
    equal(part.type === "text-delta", false);
  }
  await nothingWaits();
}

async function limited(model) {
  await thrown(() => generateText(asked(model, "wait", { abortSignal: AbortSignal.timeout(2000) })));
  await nothingWaits();
}

for (const model of models) {
  for (const action of [plain, stream, usesTools, usesToolsInStream, structured]) {
    await check(`${action.name}, ${model}`, () => action(model));
  }
}
await check("a file and a question", () => file(models[1]));
await check("errors", errors);
await check("a stream that is left", () => left("direct"));
await check("a time limit", () => limited("direct"));
done();
