/**
 * The page's server. Only this machine reaches it; it answers under its own name alone, so that no
 * other site can be made to point at it (DNS rebinding), and tells the browser to keep the page to
 * itself: no other server, no script from elsewhere, no frame around it.
 */
import type { ServedFile } from "./files.ts";

const HOST = "127.0.0.1";

/** What the page may load and do. WebAssembly has to be compiled; videos are opened as blobs. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Sent with every answer. The first two isolate the page, which WebAssembly's threads need. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": POLICY,
  "permissions-policy": "camera=(self), microphone=(), geolocation=(), display-capture=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** Answers one request to the server at a port. */
export async function answer(
  request: Request,
  files: ReadonlyMap<string, ServedFile>,
  port: number,
): Promise<Response> {
  // Browsers leave out the port that is the default.
  const hosts = [HOST, "localhost"].map((name) => port === 80 ? name : `${name}:${port}`);
  const host = request.headers.get("host") ?? "";
  const origin = request.headers.get("origin");
  if (!hosts.includes(host)) return refuse(421, "This server answers under its own address only.");
  if (origin !== null && origin !== `http://${host}`) {
    return refuse(403, "This server answers its own page only.");
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    return refuse(405, "Files can only be read here.", { allow: "GET, HEAD" });
  }
  const file = files.get(new URL(request.url).pathname);
  if (file === undefined) return refuse(404, "There is no such file.");
  const body = await file.read();
  const headers = {
    ...SECURITY_HEADERS,
    "content-type": file.type,
    "content-length": String(body.length),
  };
  return new Response(request.method === "HEAD" ? null : body, { headers });
}

function refuse(status: number, text: string, headers: Record<string, string> = {}): Response {
  const all = { ...SECURITY_HEADERS, "content-type": "text/plain; charset=utf-8", ...headers };
  return new Response(text + "\n", { status, headers: all });
}

export interface RunningServer {
  /** Address of the page. */
  readonly url: string;
  readonly finished: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts serving.
 *
 * @param port 0 = any that is free
 * @throws Error when the port is taken
 */
export function serve(files: ReadonlyMap<string, ServedFile>, port: number): RunningServer {
  try {
    const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
      { hostname: HOST, port, onListen() {} },
      (request) => answer(request, files, server.addr.port),
    );
    return {
      url: `http://${HOST}:${server.addr.port}/`,
      finished: server.finished,
      close: () => server.shutdown(),
    };
  } catch (error) {
    const reason = error instanceof Deno.errors.AddrInUse
      ? "is taken by another program"
      : error instanceof Deno.errors.PermissionDenied
      ? "is not open to this user"
      : `cannot be had (${(error as Error).message})`;
    throw new Error(
      `Cannot serve the page: port ${port} must be free, but ${reason}. Choose another with ` +
        "--port; 0 takes any that is free",
      { cause: error },
    );
  }
}
