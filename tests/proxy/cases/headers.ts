// Headers by which a host would steer a browser or a proxy: none comes back that is not known to be harmless.
import { hosts } from "../stand-in.js";
import { all, type Case } from "./case.ts";

const names = [
  "Accept-CH", "Accept-Patch", "Accept-Ranges", "Access-Control-Allow-Credentials", "Access-Control-Allow-Private-Network", "Activate-Storage-Access", "Age", "Allow", "Alt-Svc", "Alternates",
  "Attribution-Reporting-Register-Source", "Authentication-Info", "Cache-Status", "CDN-Cache-Control", "Clear-Site-Data", "Connection-Allowlist", "Content-Disposition", "Content-DPR", "Content-Language", "Content-Location", "Content-MD5",
  "Content-Range", "Content-Security-Policy-Report-Only", "Content-Style-Type", "Critical-CH", "Cross-Origin-Embedder-Policy", "Cross-Origin-Embedder-Policy-Report-Only", "Default-Style", "Deprecation", "Digest",
  "Document-Isolation-Policy", "Document-Policy", "DPR", "ETag", "Expect-CT", "Expires", "Feature-Policy", "IM", "Last-Modified", "Link", "Location", "Memento-Datetime", "NEL", "No-Vary-Search",
  "Observe-Browsing-Topics", "Origin-Agent-Cluster", "Origin-Trial", "P3P", "Pragma", "Priority", "Proxy-Authenticate", "Public-Key-Pins", "Refresh", "Report-To", "Reporting-Endpoints", "Retry-After-Ms",
  "Save-Data", "Sec-WebSocket-Accept", "Server-Timing", "Service-Worker-Allowed", "Service-Worker-Navigation-Preload", "Set-Cookie", "Set-Cookie2", "Set-Login", "SourceMap", "Speculation-Rules", "Status",
  "Supports-Loading-Mode", "Surrogate-Control", "Timing-Allow-Origin", "TK", "Trailer", "Upgrade", "Use-As-Dictionary", "Variant-Vary", "Vary", "Via", "Warning", "WWW-Authenticate", "X-Accel-Expires",
  "X-Accel-Limit-Rate", "X-Accel-Redirect", "X-Amz-Meta", "X-DNS-Prefetch-Control", "X-Download-Options", "X-Evil", "X-Forwarded-Host", "X-HTTP-Method-Override", "X-Oss-Request-Id", "X-Permitted-Cross-Domain-Policies",
  "X-Pingback", "X-Powered-By", "X-Redirect-By", "X-Robots-Tag", "X-Sendfile", "X-SourceMap", "X-UA-Compatible", "X-Wan-Edit", "X-Wan-Visitor", "X-WebKit-CSP", "X-XSS-Protection", "0-Evil", "_evil", "!evil", "~evil", "*evil",
];

const body = "{}";
const answer = (headers: string) => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
const passes = all({ status: 200, type: "application/json", body });

export const cases: Case[] = [
  ...names.map((name) => ({ name: `the header ${name}`, line: `/proxy/${hosts.api}/test/raw`, answer: answer(`${name}: evil\r\n`), expect: passes })),
  { name: "all of them at once", line: `/proxy/${hosts.api}/test/raw`, answer: answer(names.map((name) => `${name}: evil\r\n`).join("")), expect: passes },
];
