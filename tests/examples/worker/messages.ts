/** What the page tells the worker. */
export type Order = { key: string; prompt: string; photo: File } | "cancel";

/** What the worker tells the page. */
export type Report = { state: string } | { images: Blob[] } | { error: string };
