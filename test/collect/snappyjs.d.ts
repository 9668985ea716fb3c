declare module 'snappyjs' {
  const snappy: {
    /** Packs bytes as a snappy block. */
    compress(unpacked: Uint8Array): Uint8Array;
  };
  export default snappy;
}
