package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.format.split.SplitRanges;
import org.pairboot.artifacts.format.split.SplitRanges.ByteRange;
import org.pairboot.artifacts.format.split.SplitRanges.Half;
import org.pairboot.artifacts.format.split.Splitter;

/** The result of a split: the files that were written, the byte ranges of the parts, or both. */
public final class SplitView implements View {
  private final Optional<SplitRanges> ranges;
  private final Optional<Splitter.Result> result;

  /**
   * @param ranges empty unless --offsets was given
   * @param result empty if nothing was written
   */
  public SplitView(Optional<SplitRanges> ranges, Optional<Splitter.Result> result) {
    this.ranges = ranges;
    this.result = result;
  }

  @Override
  public void print(Console console) {
    ranges.ifPresent(offsets -> printOffsets(offsets, console));
    result.ifPresent(files ->
        Stream.of(Optional.of(files.initramfs()), Optional.of(files.rootfs()), files.extra())
            .flatMap(Optional::stream)
            .forEach(file -> console.print(file.toString())));
    version().ifPresent(version -> console.say("version " + version));
    notes().forEach(note -> console.say("note: " + note));
  }

  private static void printOffsets(SplitRanges ranges, Console console) {
    RangeJson rootfs = RangeJson.of(ranges.rootfs());
    console.print("initramfs  " + RangeJson.of(ranges.initramfs()).text());
    console.print("rootfs     " + rootfs.text());
    ranges.extra().ifPresent(range -> console.print("extra      " + RangeJson.of(range).text()));
    ranges.rootFile().ifPresent(range -> console.print("root file  " + RangeJson.of(range).text()));
    if (rootfs.reason() != null) {
      console.say("to get the parts as files: pairboot split FILE --output DIR");
    } else if (!ranges.verified()) {
      console.say("note: the image carries no stream-hash, so the pair cannot be verified");
    }
  }

  @Override
  public Object json() {
    return new Json(
        version().orElse(null),
        result.map(files -> files.initramfs().toString()).orElse(null),
        result.map(files -> files.rootfs().toString()).orElse(null),
        result.flatMap(Splitter.Result::extra).map(Path::toString).orElse(null),
        notes(),
        ranges.map(OffsetsJson::of).orElse(null));
  }

  /** The version of the image; empty if it has none and nothing was written. */
  private Optional<String> version() {
    return result.map(Splitter.Result::version).or(() -> ranges.flatMap(SplitRanges::version));
  }

  private List<String> notes() {
    return result.map(Splitter.Result::notes).orElse(List.of());
  }

  /**
   * The JSON of a split.
   *
   * @param initramfs the file that was written; absent with --offsets alone
   * @param rootfs the file that was written; absent with --offsets alone
   * @param extra the file that was written; absent if nothing followed the rootfs
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Json(
      String version,
      String initramfs,
      String rootfs,
      String extra,
      List<String> notes,
      OffsetsJson offsets) {}

  /**
   * The byte ranges of the parts within the file.
   *
   * @param extra absent if nothing follows the rootfs
   * @param rootFile the bare root file system; absent if it is compressed
   * @param verified whether the stream-hash proves that the halves match
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record OffsetsJson(
      RangeJson initramfs,
      RangeJson rootfs,
      RangeJson extra,
      RangeJson rootFile,
      boolean verified) {
    static OffsetsJson of(SplitRanges ranges) {
      return new OffsetsJson(
          RangeJson.of(ranges.initramfs()),
          RangeJson.of(ranges.rootfs()),
          ranges.extra().map(RangeJson::of).orElse(null),
          ranges.rootFile().map(RangeJson::of).orElse(null),
          ranges.verified());
    }
  }

  /**
   * A part, or why it is not a range of the file; the fields of the other case are absent.
   *
   * @param offset its first byte
   * @param length in bytes
   * @param range the value of an HTTP Range header
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record RangeJson(Long offset, Long length, String range, String reason) {
    static RangeJson of(ByteRange bytes) {
      return new RangeJson(bytes.start(), bytes.length(), bytes.header(), null);
    }

    static RangeJson of(Half half) {
      return switch (half) {
        case Half.Range(ByteRange bytes) -> of(bytes);
        case Half.NoRange(String why) -> new RangeJson(null, null, null, why);
      };
    }

    String text() {
      return reason != null
          ? "not a byte range of the file: it " + reason
          : range + "  (" + length + " bytes)";
    }
  }
}
