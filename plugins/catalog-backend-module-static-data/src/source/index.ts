export { ShutdownError } from './abort';
export {
  createSourceReader,
  type SourceReaderOptions,
} from './createSourceReader';
export * from './SourceReader';
