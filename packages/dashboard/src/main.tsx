import { render } from "preact";
import { App } from "./app.tsx";
import { startRouter } from "./router.ts";
import { whenSessionEnds } from "./session/session.ts";
import { clearSelection } from "./images/selection.ts";
import { dropUploads } from "./upload/queue.ts";
import "./styles/index.css";

startRouter();
whenSessionEnds(dropUploads);
whenSessionEnds(clearSelection);
render(<App />, document.querySelector("#app")!);
