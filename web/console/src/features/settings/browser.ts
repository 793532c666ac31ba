const browsers: [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'], [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\/|FxiOS/, 'Firefox'], [/HeadlessChrome|Chrome\/|CriOS/, 'Chrome'], [/Safari\//, 'Safari'], [/^curl\//, 'curl'],
];
const systems: [RegExp, string][] = [[/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/HarmonyOS/, 'HarmonyOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']];

/** What people call the browser and system that a User-Agent header stands for; empty when it says nothing known. */
export function browserOf(agent: string): { browser: string; system: string; phone: boolean } {
  const find = (list: [RegExp, string][]) => list.find(([r]) => r.test(agent))?.[1] ?? '';
  return { browser: find(browsers), system: find(systems), phone: /Mobile|iPhone|Android/.test(agent) };
}
