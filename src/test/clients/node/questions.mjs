// Drives the service with OpenAI's JavaScript client: node client.mjs BASE_URL DIRECTORY.
//
// The directory holds needle.txt and its questions (needle.tsv) as examples/LongText.java writes them. Prints `ok NAME`
// or `not ok NAME: why` for each check.

import fs from "node:fs";
import path from "node:path";
import OpenAI from "openai";

const [base, directory] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: "none", timeout: 120_000, maxRetries: 0 });
let failures = 0;

const questions = fs
  .readFileSync(path.join(directory, "needle.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t"))
  .map(([type, text, answer = ""]) => ({ type, text, answer }));

async function check(name, action) {
  try {
    await action();
    console.log(`ok ${name}`);
  } catch (problem) {
    failures++;
    console.log(`not ok ${name}: ${String(problem).replace(/\s+/g, " ").slice(0, 600)}`);
  }
}

function expect(condition, seen) {
  if (!condition) {
    throw new Error(`unexpected: ${JSON.stringify(seen)}`);
  }
}

function expectAnswer(text, answer) {
  answer.split(", ").forEach((part) => expect(` ${text} `.match(new RegExp(`[^\\p{L}\\d]${part}[^\\p{L}\\d]`, "u")), text));
}

function about(file, question) {
  const content = [
    { type: "file", file: { file_id: file.id } },
    { type: "text", text: question },
  ];
  return { model: "rlm", messages: [{ role: "user", content }] };
}

async function modelsAreListed() {
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }
  expect(ids.includes("rlm"), ids);
}

async function questionIsAnswered(file, question) {
  const completion = await client.chat.completions.create(about(file, question.text));
  expect(completion.choices[0].finish_reason === "stop", completion);
  expectAnswer(completion.choices[0].message.content, question.answer);
  expect(completion.usage.total_tokens > 0, completion.usage);
}

async function absentAnswerIsNotMadeUp(file, question) {
  const completion = await client.chat.completions.create(about(file, question.text));
  const text = completion.choices[0].message.content;
  expect(/not |no |n't/i.test(text), text);
}

async function answerIsStreamed(file, question) {
  const stream = client.chat.completions.stream(about(file, question.text));
  const pieces = [];
  stream.on("content", (delta) => pieces.push(delta));
  const completion = await stream.finalChatCompletion();
  expectAnswer(completion.choices[0].message.content, question.answer);
  expect(pieces.join("") === completion.choices[0].message.content, pieces);
}

async function streamCanBeLeft(file, question) {
  const stream = await client.chat.completions.create({ ...about(file, question.text), stream: true });
  for await (const chunk of stream) {
    expect(chunk.object === "chat.completion.chunk", chunk);
    stream.controller.abort();
    break;
  }
  expect((await client.models.list()).data.length > 0, "the service after a stream was left");
}

async function isThrown(kind, code, action) {
  try {
    await action();
  } catch (problem) {
    expect(problem instanceof kind && problem.code === code && problem.requestID, String(problem));
    return;
  }
  throw new Error(`${kind.name} was not thrown`);
}

async function main() {
  await check("models are listed", modelsAreListed);
  const file = await client.files.create({
    file: fs.createReadStream(path.join(directory, "needle.txt")),
    purpose: "user_data",
  });
  for (const question of questions) {
    await check(question.text, () =>
      question.type === "absent" ? absentAnswerIsNotMadeUp(file, question) : questionIsAnswered(file, question),
    );
  }
  await check("an answer is streamed", () => answerIsStreamed(file, questions[0]));
  await check("a stream can be left", () => streamCanBeLeft(file, questions[0]));
  const hello = { model: "no", messages: [{ role: "user", content: "Hello" }] };
  await check("an unknown model is NotFoundError", () =>
    isThrown(OpenAI.NotFoundError, "model_not_found", () => client.chat.completions.create(hello)),
  );
  await check("empty messages are BadRequestError", () =>
    isThrown(OpenAI.BadRequestError, "empty_array", () =>
      client.chat.completions.create({ model: "rlm", messages: [] }),
    ),
  );
  await check("a file is deleted", async () => expect((await client.files.delete(file.id)).deleted, file));
  process.exit(failures ? 1 : 0);
}

await main();
