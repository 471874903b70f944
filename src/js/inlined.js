/** The bytes of the module from a script, which is loaded now. */
export async function inlined() {
  const { default: base64 } = await import("./wasm-inline.js");
  return Uint8Array.fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
