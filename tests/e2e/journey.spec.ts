// From a file to a saved picture through Trunk's proxy; ../proxy goes the same road through nginx and the worker.
import { expect, newKey, test } from "./editor.ts";
import { copyFailure, expectKeyHidden, goTheRoad } from "./journey.ts";

test("the whole road, and the key is nowhere but where it belongs", async ({ editor, emulator, site, pictures }) => {
  await editor.open("delay=0", "unlimited");
  const saved = await goTheRoad(editor, pictures["phone.jpg"]);
  const logs = () => ({ "Trunk's log": site.output(), "the emulator's log": emulator.output() });
  await expectKeyHidden(editor, saved, logs(), []);

  await editor.connect(newKey("fail=InternalError"));
  const copied = await copyFailure(editor);
  expect(copied).toContain("InternalError");
  await expectKeyHidden(editor, saved, { ...logs(), "what was copied": copied }, []);
});
