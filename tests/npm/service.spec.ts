// Services, keys, tasks, places and errors, from JavaScript to the emulator and back.
import { expect, newKey, submits, test } from "./fixtures.js";

const lake = { model: "wan2.7-image", prompt: "湖" };

test("settings that cannot be meant are refused, each by its name", async ({ app }) => {
  const paths = await app.evaluate(async () => {
    const path = async (options: object) => {
      const error = await kit.rejection(() => new kit.Client(options).tasks());
      return [error.name, error.kind, error.problems[0]?.path];
    };
    const credential = "sk-x";
    return Promise.all([
      path({ credential }),
      path({ service: "beijing" }),
      path({ service: "http://dashscope.aliyuncs.com", credential }),
      path({ service: "https://user@dashscope.aliyuncs.com", credential }),
      path({ service: { workspace: "ws-1.evil.example/", region: "cn-beijing" }, credential }),
      path({ service: { workspace: "ws-1", region: "us-east-1" }, credential }),
      path({ service: "beijing", proxy: "ftp://x", credential }),
    ]);
  });
  const invalid = (path: string) => ["WanEditError", "invalid-request", path];
  expect(paths).toEqual(["service", "credential", "service", "service", "service", "service", "proxy"].map(invalid));
});

test("a client without a key says so, and so does one whose key no header can carry", async ({ app }) => {
  const errors = await app.evaluate(() => {
    const ask = (credential: string) => kit.rejection(() => new kit.Client({ service: "beijing", credential }).tasks());
    return Promise.all([ask(""), ask("sk-é"), ask("sk-****abcd")]);
  });
  const refused = { kind: "not-sent", fault: "account" };
  expect(errors).toMatchObject([refused, refused, { ...refused, message: expect.stringContaining("its middle left out") }]);
});

test("a key is found in what was pasted", async ({ app, emulator }) => {
  const key = newKey("delay=0");
  const images = await app.evaluate(
    async ({ service, key, request }) => {
      const pasted = [`export DASHSCOPE_API_KEY="${key}";`, `Authorization: Bearer ${key}\u200b`];
      const edits = pasted.map((credential) => new kit.Client({ service, credential }).edit(request, { delivery: "sync" }));
      return (await Promise.all(edits)).map((outcome) => outcome.images.length);
    },
    { service: emulator.api, key, request: lake },
  );
  expect(images).toEqual([1, 1]);
  expect(await submits(emulator, key)).toHaveLength(2);
});

test("wrong pairings are told before anything is sent", async ({ app }) => {
  const requests: string[] = [];
  app.on("request", (request) => requests.push(request.url()));
  const told = await app.evaluate(async () => {
    const check = async (service: unknown, request: object, options?: object, credential = "sk-x") =>
      (await new kit.Client({ service, credential }).check({ prompt: "x", ...request }, options)).map(({ path, code }: any) => `${path}: ${code}`);
    const frankfurt = { workspace: "ws-1", region: "eu-central-1" };
    const images = ["https://example.com/a.png"];
    return {
      elsewhere: await check(frankfurt, { model: "wan2.7-image" }),
      noSync: await check(frankfurt, { model: "wan2.6-image", images }, { delivery: "sync" }),
      byTask: await check(frankfurt, { model: "wan2.6-image", images }),
      noTasks: await check("dmxapi", { model: "wan2.7-image" }, { delivery: "task" }),
      noStream: await check("beijing", { model: "wan2.7-image" }, { delivery: "stream" }),
      planKey: await check("beijing", { model: "wan2.7-image" }, {}, "sk-sp-x"),
      plainKey: await check("token-plan", { model: "wan2.7-image" }),
      oss: await check("dmxapi", { model: "wan2.7-image", images: ["oss://a/b.png"] }),
      fine: await check("https://dashscope-intl.aliyuncs.com/", { model: "wan2.7-image" }),
    };
  });
  expect(told).toEqual({
    elsewhere: ["service: model_elsewhere"],
    noSync: ["delivery: delivery_unavailable"],
    byTask: [],
    noTasks: ["delivery: delivery_unavailable"],
    noStream: ["delivery: delivery_unavailable"],
    planKey: ["credential: key_of_plan"],
    plainKey: ["credential: key_not_of_plan"],
    oss: ["images[0]: oss_unsupported"],
    fine: [],
  });
  expect(requests.filter((url) => url.includes("aliyuncs") || url.includes("dmxapi"))).toEqual([]);
});

test("an edit with problems is refused with all of them, and nothing is sent", async ({ app, emulator }) => {
  const key = newKey();
  const error = await app.evaluate(
    ({ service, credential }) => kit.rejection(() => new kit.Client({ service, credential }).edit({ model: "wan2.7-image", prompt: "", n: 9 })),
    { service: emulator.api, credential: key },
  );
  expect(error).toMatchObject({ name: "WanEditError", kind: "invalid-request", fault: "request", retryable: false, maybeBilled: false });
  expect(error.problems.map(({ path }: any) => path)).toEqual(["prompt", "n"]);
  expect(await emulator.requests(key)).toEqual([]);
});

test("a callback makes the key: once for all who wait, and again before it ends", async ({ app, emulator }) => {
  const key = newKey("delay=0", "unlimited");
  const asked = await app.evaluate(
    async ({ service, key, request }) => {
      let calls = 0;
      const make = (life?: number) => async () => {
        calls++;
        await new Promise((done) => setTimeout(done, 50));
        return life === undefined ? key : { token: key, expiresAt: Date.now() + life };
      };
      const count = async (credential: unknown, work: (client: any) => Promise<unknown>) => {
        calls = 0;
        await work(new kit.Client({ service, credential }));
        return calls;
      };
      return {
        shared: await count(make(60_000), (client) => Promise.all([client.tasks(), client.tasks(), client.edit(request, { delivery: "sync" })])),
        kept: await count(make(60_000), async (client) => [await client.tasks(), await client.tasks()]),
        endsSoon: await count(make(10_500), async (client) => {
          await client.tasks();
          await new Promise((done) => setTimeout(done, 600));
          await client.tasks();
        }),
        // A clock that is five minutes fast.
        past: await count(make(-240_000), async (client) => {
          for (let call = 0; call < 5; call++) await client.tasks();
        }),
        endless: await count(make(), async (client) => [await client.tasks(), await client.tasks()]),
        inSeconds: await count(async () => (calls++, { token: key, expires_at: Date.now() / 1000 + 60 }), async (client) => [await client.tasks(), await client.tasks()]),
      };
    },
    { service: emulator.api, key, request: lake },
  );
  expect(asked).toEqual({ shared: 1, kept: 1, endsSoon: 2, past: 2, endless: 2, inSeconds: 1 });
});

test("a key that is refused although it should still hold is made anew, and the edit goes on with its task", async ({ app, emulator }) => {
  const key = newKey("delay=3000");
  const { made, images } = await app.evaluate(
    async ({ service, credential, request }) => {
      const owner = new kit.Client({ service, credential });
      let made = 0;
      // Each holds a second; a clock that is slow says ten minutes.
      const slow = async () => (made++, { token: (await owner.temporaryKey(1)).token, expiresAt: Date.now() + 600_000 });
      const outcome = await new kit.Client({ service, credential: slow }).edit(request, { delivery: "task" });
      return { made, images: outcome.images.length };
    },
    { service: emulator.api, credential: key, request: lake },
  );
  expect(images).toBe(1);
  expect(made).toBeGreaterThan(1);
  expect(await submits(emulator, key)).toHaveLength(1);
});

test("a callback that fails is told as what it is", async ({ app, emulator }) => {
  const error = await app.evaluate((service) => {
    const credential = async () => Promise.reject(new Error("please log in"));
    return kit.rejection(() => new kit.Client({ service, credential }).tasks());
  }, emulator.api);
  expect(error).toMatchObject({ kind: "not-sent", fault: "account", message: expect.stringContaining("please log in") });
});

test("a temporary key opens the service, and renews itself as a credential", async ({ app, emulator }) => {
  const key = newKey("delay=0");
  const { token, secondsLeft, images } = await app.evaluate(
    async ({ service, credential, request }) => {
      const owner = new kit.Client({ service, credential });
      const { token, expiresAt } = await owner.temporaryKey(90);
      const visitor = new kit.Client({ service, credential: () => owner.temporaryKey(90) });
      const outcome = await visitor.edit(request);
      return { token, secondsLeft: (expiresAt.getTime() - Date.now()) / 1000, images: outcome.images.length };
    },
    { service: emulator.api, credential: key, request: lake },
  );
  expect(token).toMatch(/^st-/);
  expect(secondsLeft).toBeGreaterThan(60);
  expect(secondsLeft).toBeLessThan(95);
  expect(images).toBe(1);
  expect((await submits(emulator, key))[0].headers.authorization).toBe("Bearer st-***");
});

test("a task is submitted, listed, found again and waited for", async ({ app, emulator }) => {
  const key = newKey("delay=0");
  const result = await app.evaluate(
    async ({ service, credential, request }) => {
      const taskId = await new kit.Client({ service, credential }).submit(request);
      const later = new kit.Client({ service, credential });
      const { tasks, pages } = await later.tasks({ page: 1, pageSize: 5 });
      const outcome = await kit.follow(later.resume(taskId, { n: 2 }));
      const [done] = (await later.tasks()).tasks;
      return { taskId, tasks: tasks.map((task: any) => ({ ...task, beganAt: task.beganAt.getTime() })), pages, outcome, done, now: Date.now() };
    },
    { service: emulator.api, credential: key, request: lake },
  );
  expect(result.tasks).toMatchObject([{ taskId: result.taskId, model: "wan2.7-image" }]);
  expect(Math.abs(result.now - result.tasks[0].beganAt)).toBeLessThan(60_000);
  expect(result.pages).toBe(1);
  expect(result.outcome).toMatchObject({ taskId: result.taskId, images: [{ index: 0 }], asked: 2, missing: 1 });
  expect(result.done).toMatchObject({ taskId: result.taskId, status: "SUCCEEDED" });
  expect(await submits(emulator, key)).toHaveLength(1);
});

test("a queued task is cancelled, a running one is not", async ({ app, emulator }) => {
  const cancel = (credential: string, millis: number) =>
    app.evaluate(
      async ({ service, credential, request, millis }) => {
        const client = new kit.Client({ service, credential });
        const taskId = await client.submit(request);
        await fetch(`${service}/tasks/${taskId}`, { headers: { authorization: `Bearer ${credential}` } });
        await new Promise((done) => setTimeout(done, millis));
        return client.cancel(taskId).then(() => "cancelled", (error: any) => ({ code: error.code, reason: error.reason }));
      },
      { service: emulator.api, credential, request: lake, millis },
    );
  expect(await cancel(newKey("pending=5000"), 0)).toBe("cancelled");
  const refused = async () => {
    const key = newKey("delay=60000");
    return app.evaluate(
      async ({ service, credential, request }) => {
        const client = new kit.Client({ service, credential });
        const taskId = await client.submit(request);
        for (let status = ""; status !== "RUNNING"; ) {
          const reply = await fetch(`${service}/tasks/${taskId}`, { headers: { authorization: `Bearer ${credential}` } });
          status = (await reply.json()).output.task_status;
          await new Promise((done) => setTimeout(done, 100));
        }
        return kit.rejection(() => client.cancel(taskId));
      },
      { service: emulator.api, credential: key, request: lake },
    );
  };
  expect(await refused()).toMatchObject({ code: "UnsupportedOperation", reason: "too-late-to-cancel" });
});

test("a task that nobody knows is told as such", async ({ app, emulator }) => {
  const error = await app.evaluate(
    ({ service, credential }) => kit.rejection(() => new kit.Client({ service, credential }).resume("0385dc79-5ff8-4d82-bcb6-000000000000")),
    { service: emulator.api, credential: newKey() },
  );
  expect(error).toMatchObject({ kind: "task-unknown", taskId: "0385dc79-5ff8-4d82-bcb6-000000000000", maybeBilled: true });
});

test("a signal cancels a queued task, and lets go of a running one", async ({ app, emulator }) => {
  const abortWhen = (state: string, credential: string) =>
    app.evaluate(
      async ({ service, credential, request, state }) => {
        const abort = new AbortController();
        const onProgress = (event: any) => event.state === state && abort.abort();
        return kit.rejection(() => new kit.Client({ service, credential }).edit(request, { signal: abort.signal, onProgress }));
      },
      { service: emulator.api, credential, request: lake, state },
    );
  const queued = newKey("pending=60000");
  expect(await abortWhen("pending", queued)).toMatchObject({ kind: "canceled", maybeBilled: false });
  expect((await submits(emulator, queued))[0].billed).toBe(0);
  const running = newKey("delay=60000");
  expect(await abortWhen("running", running)).toMatchObject({ kind: "canceled", maybeBilled: true, taskId: expect.any(String) });
});

test("a signal that has aborted before keeps everything from being sent", async ({ app, emulator }) => {
  const key = newKey();
  const errors = await app.evaluate(
    async ({ service, credential, request }) => {
      const client = new kit.Client({ service, credential });
      const signal = AbortSignal.abort();
      const calls = [() => client.edit(request, { signal }), () => client.submit(request, { signal }), () => client.tasks({ signal }), () => client.cancel("x", { signal })];
      return Promise.all(calls.map((call) => kit.rejection(call)));
    },
    { service: emulator.api, credential: key, request: lake },
  );
  expect(errors.map(({ kind }: any) => kind)).toEqual(Array(4).fill("canceled"));
  expect(await emulator.requests(key)).toEqual([]);
});

test("words become boxes", async ({ app, emulator }) => {
  const [inFile, byUrl, none] = await app.evaluate(
    async ({ service, credential }) => {
      const canvas = new OffscreenCanvas(1000, 800);
      const draw = canvas.getContext("2d")!;
      draw.fillStyle = "white";
      draw.fillRect(0, 0, 1000, 800);
      draw.fillStyle = "red";
      draw.fillRect(200, 100, 300, 400);
      const client = new kit.Client({ service, credential });
      const found = await client.locate(canvas, "the red box");
      const blob = await canvas.convertToBlob();
      const url = await new Promise<string>((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result as string);
        reader.readAsDataURL(blob);
      });
      return [found, await client.locate({ source: url }, "red"), await client.locate(blob, "something purple")];
    },
    { service: emulator.api, credential: newKey() },
  );
  for (const found of [inFile, byUrl]) {
    expect(found).toHaveLength(1);
    for (const [index, edge] of [200, 100, 500, 500].entries()) expect(Math.abs(found[0][index] - edge)).toBeLessThanOrEqual(3);
  }
  expect(none).toEqual([]);
});

const failures: [words: string[], delivery: string, expected: object][] = [
  [["fail=DataInspectionFailed"], "sync", { kind: "service", fault: "request", code: "DataInspectionFailed", reason: "content", status: 400 }],
  [["fail=InvalidApiKey"], "task", { kind: "service", fault: "account", reason: "key", status: 401, nextStep: expect.stringContaining("key") }],
  [["fail=Arrearage"], "task", { fault: "account", reason: "arrears", retryable: false }],
  [["fail=PrepaidBillOverdue"], "sync", { status: 429, reason: "arrears", retryable: false }],
  [["fail=Throttling.AllocationQuota:plan"], "sync", { status: 429, reason: "quota-gone", retryable: false }],
  [["fail=IPInfringementSuspect"], "sync", { reason: "copyright" }],
  [["fail=InvalidParameter:download"], "sync", { reason: "image-fetch" }],
  [["fail=BadRequest.TooLarge:413"], "sync", { reason: "image-bytes", status: 413 }],
  [["fail=RequestTimeOut"], "sync", { reason: "timed-out", maybeBilled: true }],
  [["taskfail=A"], "task", { code: "DataInspectionFailed", reason: "content", taskId: expect.any(String), maybeBilled: false }],
  [["taskfail=B"], "task", { code: "DataInspectionFailed", taskId: expect.any(String) }],
  [["html504"], "sync", { kind: "gateway", reason: "gateway-timeout", status: 504, maybeBilled: true, raw: expect.stringContaining("<html") }],
  [["empty"], "sync", { kind: "no-images", maybeBilled: true }],
  [["cut=after"], "sync", { kind: "network", maybeBilled: true, retryable: false }],
  [["fail=InternalError", "form=xml"], "sync", { kind: "gateway", raw: expect.stringContaining("<"), maybeBilled: true }],
  [["fail=InvalidParameter", "form=unknown"], "sync", { kind: "service", code: expect.any(String), requestId: expect.any(String) }],
];

for (const [words, delivery, expected] of failures) {
  test(`an error tells reason, fault and next step: ${words.join(" ")}`, async ({ app, emulator }) => {
    const key = newKey("delay=0", ...words);
    const error = await app.evaluate(
      ({ service, credential, request, delivery }) => kit.rejection(() => new kit.Client({ service, credential }).edit(request, { delivery })),
      { service: emulator.api, credential: key, request: lake, delivery },
    );
    expect(error).toMatchObject({ name: "WanEditError", ...expected });
    expect(error.nextStep).not.toBe("");
    expect(JSON.stringify(error)).not.toContain(key);
    expect(await submits(emulator, key)).toHaveLength(1);
  });
}

test("an error inside a stream is an error, whatever its status", async ({ app, emulator }) => {
  const request = { model: "wan2.6-image", prompt: "2张图", enableInterleave: true };
  for (const word of ["sse=error", "sse=framed"]) {
    const error = await app.evaluate(
      ({ service, credential, request }) => kit.rejection(() => new kit.Client({ service, credential }).edit(request, { delivery: "stream" })),
      { service: emulator.api, credential: newKey(word), request },
    );
    expect(error).toMatchObject({ kind: "service", code: "DataInspectionFailed", reason: "content", status: 400 });
  }
});

test("DMXAPI's own errors are told", async ({ app, emulator }) => {
  const told = async (word: string) => {
    const { reason, status, maybeBilled } = await app.evaluate(
      ({ service, credential, request }) => kit.rejection(() => new kit.Client({ service, credential }).edit(request)),
      { service: `${emulator.origin}/v1`, credential: newKey(word, "delay=0"), request: lake },
    );
    return [reason, status, maybeBilled];
  };
  expect(await told("dmx=401")).toEqual(["key", 401, false]);
  expect(await told("dmx=quota")).toEqual(["arrears", expect.any(Number), false]);
  expect(await told("dmx=477")).toEqual(["relay-empty", 477, true]);
  expect(await told("dmx=524")).toEqual(["gateway-timeout", 524, true]);
});

test("what throttles is waited for", async ({ app, emulator }) => {
  const { progress, images } = await app.evaluate(
    ({ service, credential, request }) => kit.follow(new kit.Client({ service, credential }).edit(request)),
    { service: emulator.api, credential: newKey("throttle=1", "delay=0"), request: lake },
  );
  expect(progress).toContainEqual({ state: "throttled", pauseMillis: expect.any(Number) });
  expect(images).toHaveLength(1);
});
