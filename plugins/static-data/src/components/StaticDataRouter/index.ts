export { StaticDataBodyRouter, StaticDataRouter } from './StaticDataRouter';
