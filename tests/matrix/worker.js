// A worker for workerd: answers with what came of the edits, as JSON.
import { edits } from "./edits.js";

export default {
  async fetch(request) {
    const { service, picture } = await request.json();
    return Response.json(await edits(service, picture));
  },
};
