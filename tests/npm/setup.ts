// Before all tests: packs the package, installs it into a small app by its name, and compiles the app.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { root, workDir } from "../../tools/servers.js";

export const app = join(workDir, "npm-consumer");
export const tsc = join(root, "tests/node_modules/typescript/bin/tsc");

export function run(command: string, ...args: string[]) {
  try {
    return execFileSync(command, args, { cwd: app, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error: any) {
    throw new Error(`${command} ${args.join(" ")}\n${error.stdout}\n${error.stderr}`);
  }
}

export default function setup() {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  cpSync(join(root, "tests/npm/consumer"), app, { recursive: true });
  run("npm", "pack", join(root, "pkg"), "--silent");
  const tarball = readdirSync(app).find((name) => name.endsWith(".tgz"))!;
  run("npm", "install", "--no-save", "--offline", "--silent", `./${tarball}`);
  symlinkSync(join(root, "tests/node_modules/sharp"), join(app, "node_modules/sharp"));
  run(process.execPath, tsc, "--project", "tsconfig.json");

  // The examples beside it, with what they would install.
  const examples = join(app, "examples");
  cpSync(join(root, "tests/examples"), examples, { recursive: true, filter: (path) => basename(path) !== "node_modules" });
  mkdirSync(join(examples, "node_modules/@types"), { recursive: true });
  cpSync(join(app, "node_modules/wan-edit"), join(examples, "node_modules/wan-edit"), { recursive: true });
  for (const name of ["react", "react-dom", "@types/react", "@types/react-dom", "vite"]) {
    symlinkSync(join(root, "tests/node_modules", name), join(examples, "node_modules", name));
  }
}
