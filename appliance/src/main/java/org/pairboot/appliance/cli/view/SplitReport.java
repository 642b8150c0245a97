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

/**
 * What came out of a split, as text and as JSON. Names and meanings of the fields are a contract
 * with programs.
 *
 * @param version absent where the image has none and nothing was written
 * @param initramfs the file that was written; absent when only offsets were asked for
 * @param rootfs likewise
 * @param extra likewise, and absent where nothing followed the rootfs
 * @param offsets absent unless they were asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SplitReport(
    String version,
    String initramfs,
    String rootfs,
    String extra,
    List<String> notes,
    OffsetsJson offsets) {

  /**
   * Where the parts are in the file.
   *
   * @param extra absent where nothing follows the rootfs
   * @param rootFile the bare root file system, absent where it lies compressed
   * @param verified whether the halves match by the stream-hash
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OffsetsJson(
      RangeJson initramfs,
      RangeJson rootfs,
      RangeJson extra,
      RangeJson rootFile,
      boolean verified) {}

  /**
   * A part.
   *
   * @param offset its first byte; absent where the part is no range of the file
   * @param length in bytes, likewise
   * @param range the value of an HTTP Range header, likewise
   * @param reason why it is no range; absent where it is one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RangeJson(Long offset, Long length, String range, String reason) {
    private static RangeJson of(ByteRange bytes) {
      return new RangeJson(bytes.start(), bytes.length(), bytes.header(), null);
    }

    private static RangeJson of(Half half) {
      return switch (half) {
        case Half.Range(ByteRange bytes) -> of(bytes);
        case Half.NoRange(String why) -> new RangeJson(null, null, null, why);
      };
    }

    private String text() {
      return reason != null
          ? "no range of the file: it " + reason
          : range + "  (" + length + " bytes)";
    }
  }

  public static SplitReport of(Optional<SplitRanges> ranges, Optional<Splitter.Result> result) {
    return new SplitReport(
        result
            .map(Splitter.Result::version)
            .or(() -> ranges.flatMap(SplitRanges::version))
            .orElse(null),
        result.map(r -> r.initramfs().toString()).orElse(null),
        result.map(r -> r.rootfs().toString()).orElse(null),
        result.flatMap(Splitter.Result::extra).map(Path::toString).orElse(null),
        result.map(Splitter.Result::notes).orElse(List.of()),
        ranges.map(SplitReport::json).orElse(null));
  }

  private static OffsetsJson json(SplitRanges ranges) {
    return new OffsetsJson(
        RangeJson.of(ranges.initramfs()),
        RangeJson.of(ranges.rootfs()),
        ranges.extra().map(RangeJson::of).orElse(null),
        ranges.rootFile().map(RangeJson::of).orElse(null),
        ranges.verified());
  }

  public void print(Console console) {
    if (offsets != null) {
      printOffsets(console);
    }
    Stream.of(initramfs, rootfs, extra).filter(part -> part != null).forEach(console::print);
    if (version != null) {
      console.say("version " + version);
    }
    notes.forEach(note -> console.say("note: " + note));
  }

  private void printOffsets(Console console) {
    console.print("initramfs  " + offsets.initramfs().text());
    console.print("rootfs     " + offsets.rootfs().text());
    if (offsets.extra() != null) {
      console.print("extra      " + offsets.extra().text());
    }
    if (offsets.rootFile() != null) {
      console.print("root file  " + offsets.rootFile().text());
    }
    if (offsets.rootfs().reason() != null) {
      console.say("the halves can be had with: pairboot split FILE --output DIR");
    } else if (!offsets.verified()) {
      console.say(
          "note: the image carries no stream-hash, so nothing proves that the halves match");
    }
  }
}
