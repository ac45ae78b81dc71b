const MIB = 1024 * 1024;

/**
 * What one image may take. An isolate has 128 MB: the rest is for the program, for the codecs that wait for
 * their next image, an upload that is being read, and answers on their way out.
 */
export const PIXEL_BYTES = 96 * MIB;

/**
 * A codec that has grown beyond this is dropped after its image. Small ones are kept, for workerd collects the
 * memory of a dropped one late: to make one for each image would fill the isolate.
 */
export const IDLE_CODEC_BYTES = 24 * MIB;
