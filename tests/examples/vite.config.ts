import { defineConfig } from "vite";

// The service, and the hosts of its results: browsers cannot call them. `/proxy/HOST/PATH` becomes `https://HOST/PATH`.
const hosts = ["dashscope.aliyuncs.com", "dashscope-result-bj.oss-cn-beijing.aliyuncs.com"];
const rule = (host: string) => ({
  target: `https://${host}`,
  changeOrigin: true,
  rewrite: (path: string) => path.slice(`/proxy/${host}`.length),
});

export default defineConfig({
  server: { proxy: Object.fromEntries(hosts.map((host) => [`/proxy/${host}/`, rule(host)])) },
});
