import type {
  Codec,
  CodecBuild,
  ColourCodec,
  DecoderCodec,
  EncoderCodec,
  Profiles,
  ResizerCodec,
  TranscoderCodec,
} from "../codecs/contract.ts";
import { DarkroomError } from "../errors.ts";
import type { Format } from "../formats/table.ts";

/** The codecs that an application chose, by what they do. A question for one that is missing throws `codec_missing`. */
export interface CodecSet {
  decoder(format: Format): DecoderCodec;
  encoder(format: Format): EncoderCodec;
  /** Undefined where nobody can: there is always the long way round. */
  transcoder(from: Format, to: Format): TranscoderCodec | undefined;
  resizer(): ResizerCodec;
  /** For profiles of a matrix, where there is no codec for just those, the one for any. */
  colour(profiles: Profiles): ColourCodec;
  /** Builds in the order of their names: the same codecs give the same list. */
  readonly builds: readonly CodecBuild[];
}

/** @throws an Error when two codecs do the same thing: a mistake in the application's composition. */
export function createCodecSet(codecs: readonly Codec[]): CodecSet {
  const rows = new Map<string, Codec>();
  for (const codec of codecs) {
    const place = placeOf(codec);
    if (rows.has(place)) throw new Error(`Expected one codec for \`${place}\` but received two.`);
    rows.set(place, codec);
  }
  function find(place: string): Codec {
    const codec = rows.get(place);
    if (codec === undefined) {
      throw new DarkroomError(
        "codec_missing",
        `This installation was composed without a codec for \`${place}\`.`,
      );
    }
    return codec;
  }
  return {
    decoder: (format) => find(`decode ${format}`) as DecoderCodec,
    encoder: (format) => find(`encode ${format}`) as EncoderCodec,
    transcoder: (from, to) => rows.get(`transcode ${from} ${to}`) as TranscoderCodec | undefined,
    resizer: () => find("resize") as ResizerCodec,
    colour: (profiles) => (rows.get(`colour ${profiles}`) ?? find("colour any")) as ColourCodec,
    builds: [...new Map(codecs.map(({ build }) => [build.name, build])).values()].toSorted((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
    ),
  };
}

function placeOf(codec: Codec): string {
  if (codec.does === "transcode") return `transcode ${codec.from} ${codec.to}`;
  if (codec.does === "colour") return `colour ${codec.profiles}`;
  return "format" in codec ? `${codec.does} ${codec.format}` : codec.does;
}
