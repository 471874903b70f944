// How measurements are printed.

/** The value at this part of the sorted ones: 0.5 is the median. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export const median = (values) => quantile(values, 0.5);

export const fixed = (number, digits, width) => number.toFixed(digits).padStart(width);

/** Prints whether a target is reached, and answers it. */
export function verdict(isReached, text) {
  console.log(`${isReached ? "reached" : "MISSED "}  ${text}`);
  return isReached;
}
