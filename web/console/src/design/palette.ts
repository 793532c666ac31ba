/** The look's colours for what cannot read CSS variables: antd's theme and canvas charts. Kept equal to tokens.css by a test. */
export interface Palette {
  bg: string; surface: string; sunken: string; raised: string; fill: string; fill2: string;
  line: string; lineSoft: string; line2: string; ink: string; ink2: string; ink3: string; ink4: string;
  ac: string; onAc: string; acHover: string; acActive: string; acText: string; acBg: string;
  good: string; warn: string; bad: string; info: string; ring: string; prev: string; split: string;
  /** Series, in the order they are taken. */
  series: readonly string[];
  /** Low to high, eight steps. */
  scale: readonly string[];
}

export const light: Palette = {
  bg: '#f5f4f1', surface: '#ffffff', sunken: '#faf9f7', raised: '#ffffff', fill: '#f0eeea', fill2: '#e7e4df',
  line: '#e5e2dd', lineSoft: '#efede9', line2: '#d3cfc8', ink: '#211e1b', ink2: '#57514b', ink3: '#746c65', ink4: '#a8a199',
  ac: '#c2441c', onAc: '#ffffff', acHover: '#a93813', acActive: '#8f2e0e', acText: '#b23c15', acBg: '#fdf1eb',
  good: '#1e7458', warn: '#8a5a00', bad: '#b01e45', info: '#2f5f8f', ring: 'rgba(194, 68, 28, 0.2)', prev: '#b5aea6', split: '#ece9e4',
  series: ['#d2542a', '#34587f', '#2f9184', '#cf9412', '#8069cc', '#4fa6e4', '#54300f', '#a1264d'],
  scale: ['#eef5f3', '#d3e7e1', '#acd2c9', '#7db8ad', '#57a598', '#2c7b71', '#185c54', '#0c4039'],
};

export const dark: Palette = {
  bg: '#141312', surface: '#1d1b1a', sunken: '#191716', raised: '#262322', fill: '#272422', fill2: '#322e2b',
  line: '#33302d', lineSoft: '#292624', line2: '#4a4540', ink: '#ede9e4', ink2: '#bbb3aa', ink3: '#968d84', ink4: '#665f58',
  ac: '#eb7545', onAc: '#1b110c', acHover: '#f28b5f', acActive: '#d9622f', acText: '#f39064', acBg: '#33201a',
  good: '#5cc9a0', warn: '#e3b04b', bad: '#f27c9a', info: '#8fb4dc', ring: 'rgba(235, 117, 69, 0.3)', prev: '#6e665f', split: '#2a2725',
  series: ['#f07e4e', '#768ce1', '#4cd0c0', '#f6d75c', '#7459cf', '#c2eefb', '#8f6744', '#c65a92'],
  scale: ['#1d2624', '#1f3733', '#214b45', '#256259', '#2f7d72', '#459c8f', '#6cbfb1', '#a5e3d7'],
};

export type Scheme = 'light' | 'dark';
export const paletteOf = (scheme: Scheme): Palette => (scheme === 'dark' ? dark : light);

/** The ink on a step (1 to 8) of the sequential scale that can be read in both schemes. */
export const onScale = (step: number): string => (step >= 6 ? 'var(--s-high)' : step === 5 ? 'var(--s-mid)' : 'var(--s-low)');
