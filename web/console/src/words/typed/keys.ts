import type { zh } from '../zh';

/** i18next's own types take minutes over a thousand keys; these say the same, and take none. tsconfig puts them in the place of the packages'. */
type Words = typeof zh;
export type Namespace = keyof Words;

type Single<K extends string> = K extends `${infer Base}_one` ? Base : K extends `${infer Base}_other` ? Base : K;
type Leaf<T, At extends string> = { [K in keyof T & string]: T[K] extends string ? `${At}${Single<K>}` : Leaf<T[K], `${At}${K}.`> }[keyof T & string];

/** The keys of a namespace: "stop.today". */
export type Key<N extends Namespace> = { [M in Namespace]: Leaf<Words[M], ''> }[N];
/** The keys of all, with their namespace: "shell:stop.today". */
export type AnyKey = { [M in Namespace]: `${M}:${Leaf<Words[M], ''>}` }[Namespace];

export type Say<N extends Namespace> = (key: Key<N> | AnyKey, values?: Record<string, unknown>) => string;
