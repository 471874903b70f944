import { useCallback, useEffect, useRef, useState } from "react";
import { Client, WanEditError, type ClientOptions, type EditRequest, type Progress } from "wan-edit";

export interface Edit {
  /** What happens now; nothing while none is running. */
  state: Progress["state"] | null;
  error: WanEditError | null;
  /** Object URLs of what came back. They end with the component. */
  images: readonly string[];
  start(options: ClientOptions, request: EditRequest): Promise<void>;
  cancel(): void;
}

/** One edit at a time. It is cancelled when the component goes, or the next one starts. */
export function useEdit(): Edit {
  const [state, setState] = useState<Edit["state"]>(null);
  const [error, setError] = useState<WanEditError | null>(null);
  const [images, setImages] = useState<readonly string[]>([]);
  const running = useRef<AbortController | null>(null);

  const cancel = useCallback(() => running.current?.abort(), []);
  useEffect(() => cancel, [cancel]);
  useEffect(() => () => images.forEach((url) => URL.revokeObjectURL(url)), [images]);

  const start = useCallback(
    async (options: ClientOptions, request: EditRequest) => {
      cancel();
      const abort = (running.current = new AbortController());
      const isCurrent = () => running.current === abort && !abort.signal.aborted;
      setError(null);
      try {
        const outcome = await new Client(options).edit(request, {
          signal: abort.signal,
          onProgress: (progress) => isCurrent() && setState(progress.state),
        });
        const blobs = await Promise.all(outcome.images.map((image) => image.blob({ signal: abort.signal })));
        if (isCurrent()) setImages(blobs.map((blob) => URL.createObjectURL(blob)));
      } catch (thrown) {
        if (!(thrown instanceof WanEditError)) throw thrown;
        if (running.current === abort) setError(thrown);
      } finally {
        if (running.current === abort) setState(null);
      }
    },
    [cancel],
  );

  return { state, error, images, start, cancel };
}
