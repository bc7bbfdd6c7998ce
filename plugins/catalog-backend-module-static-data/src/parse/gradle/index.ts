export { parseBuildFile } from './parseBuildFile';
