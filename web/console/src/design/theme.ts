import { theme, type ThemeConfig } from 'antd';

import { paletteOf, type Palette, type Scheme } from './palette';

type Algorithm = NonNullable<Extract<ThemeConfig['algorithm'], (...args: never[]) => unknown>>;
type MapToken = ReturnType<Algorithm>;

/** antd's dark algorithm changes the seeds it is given, so the exact values are set after it. */
const pin =
  (tokens: Partial<MapToken>): Algorithm =>
  (seed, map) => ({ ...(map ?? theme.defaultAlgorithm(seed)), ...tokens });

const shadow = '0 1px 2px rgba(33,30,27,.05), 0 8px 24px -6px rgba(33,30,27,.14)';
const family = `"Inter Variable", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif`;

const pinned = (p: Palette): Partial<MapToken> => ({
  colorPrimary: p.ac, colorPrimaryHover: p.acHover, colorPrimaryActive: p.acActive, colorPrimaryBg: p.acBg,
  colorSuccess: p.good, colorWarning: p.warn, colorError: p.bad, colorInfo: p.info, colorLink: p.acText,
  colorLinkHover: p.acHover, colorLinkActive: p.acActive,
  colorBgLayout: p.bg, colorBgContainer: p.surface, colorBgElevated: p.raised, colorFillSecondary: p.fill,
  colorFillTertiary: p.fill, colorFillQuaternary: p.sunken,
  colorBorder: p.line2, colorBorderSecondary: p.line, colorText: p.ink, colorTextSecondary: p.ink2, colorTextTertiary: p.ink3,
  colorTextQuaternary: p.ink4,
  borderRadiusLG: 10, borderRadiusSM: 5, controlHeightSM: 26,
  motionDurationFast: '0.12s', motionDurationMid: '0.16s', motionDurationSlow: '0.2s',
});

export function antdTheme(scheme: Scheme, language: string): ThemeConfig {
  const p = paletteOf(scheme);
  const weight = language === 'en' ? 500 : 400;
  return {
    algorithm: scheme === 'dark' ? [theme.darkAlgorithm, pin(pinned(p))] : [theme.defaultAlgorithm, pin(pinned(p))],
    token: {
      colorPrimary: p.ac, colorSuccess: p.good, colorWarning: p.warn, colorError: p.bad, colorInfo: p.info, colorLink: p.acText,
      fontFamily: family, fontSize: 14, borderRadius: 6, controlHeight: 32, wireframe: false,
      colorFillAlter: p.sunken, colorSplit: p.line, colorTextDescription: p.ink3, colorTextPlaceholder: p.ink3,
      colorTextDisabled: p.ink4, controlItemBgActive: p.fill2, controlItemBgHover: p.fill, controlOutline: p.ring,
      controlOutlineWidth: 3, opacityLoading: 1, boxShadowSecondary: shadow, boxShadow: shadow,
    },
    components: {
      Button: {
        primaryColor: p.onAc, dangerColor: p.onAc, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: weight,
        contentFontSize: 13, contentFontSizeSM: 13, paddingInline: 12, defaultBorderColor: p.line2, defaultHoverColor: p.ink, defaultHoverBorderColor: p.ink4,
        defaultActiveColor: p.ink, defaultActiveBorderColor: p.ink4,
      },
      Table: {
        headerBg: p.surface, headerColor: p.ink3, headerSplitColor: 'transparent', borderColor: p.lineSoft, rowHoverBg: p.sunken,
        rowSelectedBg: p.acBg, rowSelectedHoverBg: p.acBg, cellFontSize: 13, cellPaddingBlock: 9, cellPaddingInline: 8, headerBorderRadius: 10,
      },
      Card: { headerHeight: 44, headerFontSize: 14, headerPadding: 16, bodyPadding: 16 },
      Menu: {
        itemBg: 'transparent', itemHeight: 32, itemBorderRadius: 6, itemSelectedBg: p.fill2, itemSelectedColor: p.ink, itemHoverBg: p.fill,
        activeBarBorderWidth: 0, groupTitleColor: p.ink3, groupTitleFontSize: 12,
      },
      Segmented: { trackBg: p.fill, trackPadding: 2, itemSelectedBg: scheme === 'dark' ? p.fill2 : p.surface, itemColor: p.ink2 },
      Tabs: { inkBarColor: p.ac, itemSelectedColor: p.ink, itemHoverColor: p.ink, itemColor: p.ink2, titleFontSize: 14 },
      Tag: { defaultBg: p.fill, defaultColor: p.ink2 },
      Input: { activeBorderColor: p.ac, hoverBorderColor: p.ink4 },
      Select: { activeBorderColor: p.ac, hoverBorderColor: p.ink4, optionSelectedBg: p.fill2, optionActiveBg: p.fill },
      DatePicker: { activeBorderColor: p.ac, hoverBorderColor: p.ink4 },
      Switch: { colorPrimary: p.ink2, colorPrimaryHover: p.ink2, trackHeight: 16, trackMinWidth: 28, handleSize: 12 },
      Tooltip: { colorBgSpotlight: p.ink, colorTextLightSolid: p.surface },
      Modal: { contentBg: p.raised, headerBg: p.raised },
      Layout: { bodyBg: p.bg, headerBg: p.bg, siderBg: p.bg },
    },
  };
}
