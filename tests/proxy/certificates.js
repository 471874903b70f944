// Certificates for a test run, made by the openssl program: a CA that the proxy is told to trust, one that it is not.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];

/** Makes `NAME.pem` and `NAME.key` in `dir`; `issuer` is the name of a CA made before, absent for a CA. */
export function makeCertificate(dir, name, issuer, hosts = []) {
  const alternatives = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(",");
  const signed = issuer
    ? ["-CA", `${issuer}.pem`, "-CAkey", `${issuer}.key`, "-addext", `subjectAltName=${alternatives}`]
    : ["-addext", "basicConstraints=critical,CA:TRUE"];
  execFileSync(
    "openssl",
    ["req", "-x509", ...newKey, "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.pem`, ...signed],
    { cwd: dir, stdio: "pipe" },
  );
  return { certificate: join(dir, `${name}.pem`), key: join(dir, `${name}.key`) };
}
