declare module 'azurite/dist/src/blob/BlobServerFactory.js' {
  export class BlobServerFactory {
    createServer(): Promise<{ start(): Promise<void>; getHttpServerAddress(): string }>
  }
}
