// The page's style sheets as those of an element: what the page says of its document, an element says of the part in its
// shadow root that stands for it; what depends on the window's width depends on the element's.

/** Rules as `{ head, body }`, `body` a list of rules or text. */
export function parse(css) {
  const text = css.replace(/\/\*[^]*?\*\//g, "");
  const rules = [];
  for (let at = 0; ; ) {
    const open = text.indexOf("{", at);
    if (open < 0) return rules;
    let depth = 1;
    let end = open + 1;
    for (; depth > 0; end++) {
      if (text[end] === "{") depth++;
      else if (text[end] === "}") depth--;
      else if (end >= text.length) throw new Error("a style sheet has an open brace");
    }
    const head = text.slice(at, open).trim().replace(/\s+/g, " ");
    const body = text.slice(open + 1, end - 1);
    rules.push({ head, body: /^@(media|container|supports)/.test(head) ? parse(body) : body });
    at = end;
  }
}

/** Rules as text, without white space that says nothing. */
export function print(rules) {
  return rules.map(({ head, body }) => `${head}{${Array.isArray(body) ? print(body) : body.trim().replace(/\s*\n\s*/g, " ").replace(/;$/, "")}}`).join("");
}

/** What stands over everything, in the window and not in the element. */
const OVER = /^\.(dialog|viewer|tasks?|compare|seam|url-form)\b/;

/** The page's rules for an element. */
export function elementStyle(rules) {
  return rules.flatMap(({ head, body }) => {
    if (/^@media \(max-width: \d+px\)$/.test(head)) {
      const [over, rest] = [true, false].map((isOver) => body.filter((rule) => OVER.test(rule.head) === isOver));
      const narrow = { head: head.replace("@media", "@container wan-edit"), body: elementStyle(rest) };
      return [narrow, { head, body: elementStyle(over) }].filter(({ body }) => body.length > 0);
    }
    if (Array.isArray(body)) return [{ head, body: elementStyle(body) }];
    if (/^html\b/.test(head)) return [];
    return [{ head: ownHead(head), body: ownBody(head, body) }];
  });
}

function ownHead(head) {
  if (head.startsWith("@")) return head;
  return head.replace(/:root\b/g, ".page").replace(/(?<![\w.#-])body\b/g, ".page");
}

function ownBody(head, body) {
  let own = body.replace(/([\d.]+)rem\b/g, (_, number) => `${Number(number) * 16}px`);
  if (!OVER.test(head)) own = own.replace(/\b([\d.]+)vw\b/g, "$1cqi");
  // Every token can be set from outside.
  if (head === ":root") own = own.replace(/color-scheme:[^;]*;/, "").replace(/--([\w-]+): ([^;]+);/g, "--$1: var(--wan-$1, $2);");
  return own;
}

/** The rules with a selector that `has` knows. */
export function onlyFor(rules, has) {
  return rules.flatMap((rule) => {
    if (Array.isArray(rule.body)) {
      const body = onlyFor(rule.body, has);
      return body.length > 0 ? [{ ...rule, body }] : [];
    }
    if (rule.head.startsWith("@")) return [rule];
    const selectors = rule.head.split(/,(?![^(]*\))/).map((selector) => selector.trim()).filter(has);
    return selectors.length > 0 ? [{ ...rule, head: selectors.join(",") }] : [];
  });
}
