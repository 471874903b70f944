// What an object keeps to itself. Private fields cannot be read through a proxy, and frameworks (Vue, MobX, Alpine) put
// objects behind one; a property that nothing lists can.
const inner = Symbol("wan-edit");

/** Gives `object` its state. A function, because proxies leave functions as they are. */
export function keep(object, state) {
  Object.defineProperty(object, inner, { value: () => state });
}

/** The state of `object`, or of what is behind it. */
export function stateOf(object) {
  return object[inner]();
}
