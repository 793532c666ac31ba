import { expect, test } from 'vitest';

import { formatOf } from '.';

const zh = formatOf('zh-CN', 'Asia/Shanghai'), en = formatOf('en', 'America/New_York');
const at = '2026-11-20T06:32:05Z';

test('numbers', () => {
  expect(zh.number(48216)).toBe('48,216');
  expect(zh.number(-6.8, 1)).toBe('−6.8');
  expect([zh.short(999.96), zh.short(312_600), zh.short(131_904_000)]).toEqual(['1,000', '31.3 万', '1.32 亿']);
  expect([en.short(9_999), en.short(312_600), en.short(3_120_000)]).toEqual(['9,999', '312.6K', '3.12M']);
  expect(en.percent(0.0856)).toBe('8.6%');
});

test('moments are of the zone', () => {
  expect(zh.time(at, true)).toBe('14:32:05');
  expect(en.time(at)).toBe('01:32');
  expect([zh.day(at), en.day(at)]).toEqual(['11月20日', 'Nov 20']);
  expect(zh.ago(at, Date.parse('2026-11-21T01:00:00Z'))).toBe('昨天 14:32');
  expect(en.ago(at, Date.parse('2026-11-20T06:35:10Z'))).toBe('3 min ago');
});

test('durations have two units at most', () => {
  expect([zh.duration(0), zh.duration(79_200), zh.duration(108_000)]).toEqual(['0 秒', '22 小时', '1 天 6 小时']);
  expect(en.duration(3_725)).toBe('1 h 2 min');
});
