// Draws the pictures that come with the page, into www/samples: node tools/samples.js. Nothing in them is anybody's but ours.
import { writeFileSync } from "node:fs";
import { launch } from "../tests/support/chromium.js";

const [WIDTH, HEIGHT] = [960, 720];

const light = (id, from, to, x2 = 0, y2 = 1) =>
  `<linearGradient id="${id}" x1="0" y1="0" x2="${x2}" y2="${y2}"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;
const ball = (id, from, to) =>
  `<radialGradient id="${id}" cx="0.35" cy="0.3" r="0.8"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></radialGradient>`;

const pictures = {
  // A desk at a window, with a mug at the right; templates know where.
  desk: `
    ${light("wall", "#e9dfd0", "#cdbfa9")}${light("table", "#a9744a", "#7c5030")}${light("sky", "#8fc1ea", "#e8f1f5")}
    ${light("mug", "#d6563c", "#9d3526", 1, 0)}
    <rect width="960" height="720" fill="url(#wall)"/>
    <rect x="90" y="60" width="330" height="330" fill="#fff"/><rect x="106" y="76" width="298" height="298" fill="url(#sky)"/>
    <path d="M106 330q70-80 150-40t148-30v114H106z" fill="#6fa06a"/><path d="M250 76v298M106 226h298" stroke="#fff" stroke-width="12"/>
    <rect y="540" width="960" height="180" fill="url(#table)"/><path d="M0 590h960M0 648h960" stroke="#6b4428" stroke-opacity=".4" stroke-width="3"/>
    <rect x="120" y="500" width="300" height="36" rx="4" fill="#385a7c"/><rect x="136" y="466" width="280" height="34" rx="4" fill="#c9a13b"/>
    <rect x="126" y="436" width="262" height="30" rx="4" fill="#5a7d5a"/>
    <ellipse cx="694" cy="566" rx="120" ry="18" fill="#3a2415" opacity=".35"/>
    <path d="M622 414h132v130q0 20-24 20h-84q-24 0-24-20z" fill="url(#mug)"/><ellipse cx="688" cy="414" rx="66" ry="13" fill="#5d2018"/>
    <ellipse cx="688" cy="417" rx="56" ry="9" fill="#3c2a1d"/><path d="M754 440q40 4 34 44t-38 38" fill="none" stroke="#a83c2a" stroke-width="15"/>
    <circle cx="560" cy="170" r="66" fill="#fdfbf6" stroke="#463c33" stroke-width="10"/><path d="M560 170v-40M560 170l28 18" stroke="#463c33" stroke-width="7" stroke-linecap="round"/>`,
  fruit: `
    ${light("back", "#46606b", "#22343c")}${ball("apple", "#f2725c", "#8f1b1f")}${ball("pear", "#e6e07a", "#8a9a2d")}${ball("plum", "#8d6bb1", "#3c2158")}
    ${light("bowl", "#f3ede2", "#b9ac98")}
    <rect width="960" height="720" fill="url(#back)"/><rect y="520" width="960" height="200" fill="#c7b59a"/>
    <ellipse cx="480" cy="620" rx="330" ry="36" fill="#22343c" opacity=".35"/>
    <path d="M610 210q60 30 62 120 60 40 40 120t-110 60-100-130q4-60 60-76-4-60 24-90z" fill="url(#pear)"/>
    <circle cx="380" cy="360" r="138" fill="url(#apple)"/><path d="M380 232q-4-50 26-74" fill="none" stroke="#4a2f1b" stroke-width="12" stroke-linecap="round"/>
    <path d="M398 190q60-40 96 0-50 34-96 0z" fill="#5f9650"/><circle cx="520" cy="430" r="92" fill="url(#plum)"/>
    <path d="M170 430h620q0 190-210 200H380q-210-10-210-200z" fill="url(#bowl)"/><path d="M170 430h620" stroke="#fff" stroke-width="10"/>`,
  person: `
    ${light("room", "#d9e3e6", "#aebfc4")}${light("coat", "#2f6f73", "#1c4549")}${ball("skin", "#f3cfae", "#c98f66")}
    <rect width="960" height="720" fill="url(#room)"/><rect y="600" width="960" height="120" fill="#8d7f72"/>
    <path d="M560 720q10-60 6-120H394q-4 60 6 120z" fill="#39363f"/>
    <path d="M300 640q0-250 100-290 80-30 160 0 100 40 100 290z" fill="url(#coat)"/><path d="M480 350v290" stroke="#16373a" stroke-width="5"/>
    <circle cx="500" cy="440" r="8" fill="#e4c05d"/><circle cx="500" cy="510" r="8" fill="#e4c05d"/><circle cx="500" cy="580" r="8" fill="#e4c05d"/>
    <path d="M408 342q72 66 144 0l20 40q-92 60-184 0z" fill="#d94f45"/><path d="M548 366l36 120-44 6-20-110z" fill="#c23f37"/>
    <circle cx="480" cy="240" r="104" fill="url(#skin)"/><path d="M372 236q-10-130 108-136t110 136q-30-70-84-76-84 14-134 76z" fill="#4b2e20"/>
    <circle cx="444" cy="250" r="9" fill="#2a1c14"/><circle cx="520" cy="250" r="9" fill="#2a1c14"/><path d="M450 296q32 24 64 0" fill="none" stroke="#9c5540" stroke-width="7" stroke-linecap="round"/>
    <path d="M366 168h228l-22-56q-92-48-184 0z" fill="#e8b53a"/><rect x="350" y="160" width="260" height="20" rx="10" fill="#c99322"/>`,
  poster: `
    ${light("paper", "#f6d98f", "#e98a5b")}
    <rect width="960" height="720" fill="#59636b"/><rect x="230" y="30" width="500" height="660" fill="url(#paper)"/>
    <circle cx="480" cy="330" r="130" fill="#f9f0d8"/><path d="M230 470q125-70 250 0t250 0v220H230z" fill="#2d6f8e"/><path d="M230 540q125-60 250 0t250 0v150H230z" fill="#215468"/>
    <g font-family="DejaVu Sans, sans-serif" font-weight="700" text-anchor="middle" fill="#3a2530">
      <text x="480" y="130" font-size="84" letter-spacing="10">JUNE</text><text x="480" y="382" font-size="150">18</text></g>
    <text x="480" y="650" font-family="DejaVu Sans, sans-serif" font-size="34" text-anchor="middle" fill="#f6e6c2" letter-spacing="6">BY THE SEA</text>`,
  pattern: `
    <rect width="960" height="720" fill="#123a6b"/>
    ${Array.from({ length: 30 }, (_, at) => {
      const [x, y] = [((at * 457) % 960) - 20, (at * 311) % 720];
      const color = ["#f2b632", "#e9573f", "#f5ead6", "#2f9c95", "#7a3b69"][at % 5];
      return `<path d="M${x} ${y}q60-90 130-20t120-10" fill="none" stroke="${color}" stroke-width="${14 + (at % 4) * 7}" stroke-linecap="round"/>`;
    }).join("")}`,
};

const browser = await launch();
const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
for (const [name, shapes] of Object.entries(pictures)) {
  await page.setContent(
    `<style>body{margin:0}svg{display:block}</style><svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${shapes}</svg>`,
  );
  writeFileSync(
    new URL(`../www/samples/${name}.jpg`, import.meta.url),
    await page.screenshot({ type: "jpeg", quality: 78 }),
  );
}
await browser.close();
