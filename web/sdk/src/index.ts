import { Kith, type Options, type Properties } from './kith';

export { Kith, type Options, type Properties, type Purposes, version } from './kith';

/** Begins to measure. Events may be given their types: init<KithEvents>(…). */
export const init = <Events extends object = Record<string, Properties>>(key: string, options: Options): Kith<Events> => new Kith<Events>(key, options);
