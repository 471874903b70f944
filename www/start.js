// Loads the page's wasm, whose name the build writes into a meta element, and says so when that fails.
const { dataset } = document.querySelector('meta[name="wan-edit-page"]');
const url = (name) => new URL(name, document.baseURI).href;

try {
  const { default: init } = await import(url(dataset.module));
  await init({ module_or_path: url(dataset.wasm) });
  document.getElementById("loading")?.remove();
} catch (error) {
  const text = document.getElementById("loading-text");
  if (text) text.textContent = `The editor could not be loaded. 编辑器无法加载。 (${error})`;
  throw error;
}
