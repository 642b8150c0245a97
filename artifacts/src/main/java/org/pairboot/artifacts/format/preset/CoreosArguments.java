package org.pairboot.artifacts.format.preset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * The kernel arguments that a CoreOS ISO boots with, including those added to it later. Their place
 * has changed: since 2022, {@code coreos/kargs.json} gives it; from 2020, a header in the system
 * area did; and the boot loader configuration always has them.
 */
final class CoreosArguments {
  /** The second name is the one without Rock Ridge. */
  private static final List<String> INDEX = List.of("coreos/kargs.json", "coreos/kargs.jso");

  private static final List<String> CONFIGURATIONS =
      List.of("EFI/*/grub.cfg", "boot/grub/grub.cfg", "isolinux/isolinux.cfg");

  private static final Pattern KERNEL_LINE =
      Pattern.compile("(?m)^[ \\t]*(?:linux(?:efi|16)?[ \\t]+/\\S*vmlinuz|append)[ \\t](.*)$");

  /** The last 24 bytes of the system area are another header. */
  private static final int HEADER_OFFSET = 32768 - 24 - 72;

  private static final int HEADER_LENGTH = 72;

  /** The published areas have about 1 KiB. */
  private static final int MAX_AREA = 2048;

  private final FileTree tree;

  CoreosArguments(FileTree tree) {
    this.tree = tree;
  }

  /** The arguments, without those that only make sense on the ISO; empty if there are none. */
  Optional<String> find() throws IOException {
    Optional<String> area = fromIndex();
    if (area.isEmpty()) {
      area = fromHeader();
    }
    if (area.isEmpty()) {
      area = fromConfiguration();
    }
    return area.map(CoreosArguments::cleaned);
  }

  private Optional<String> fromIndex() throws IOException {
    Optional<JsonNode> index = SmallFiles.json(tree, INDEX);
    if (index.isEmpty()) {
      return Optional.empty();
    }
    JsonNode area = index.get().path("files").path(0);
    Optional<ImageFile> file = tree.file(area.path("path").asText());
    if (file.isEmpty()) {
      return Optional.of(index.get().path("default").asText()).filter(text -> !text.isEmpty());
    }
    long size = index.get().path("size").asLong();
    if (size > MAX_AREA) {
      throw new BadImageException(
          tree.name(),
          0,
          "declares an area of "
              + size
              + " bytes for kernel arguments; expected up to "
              + MAX_AREA);
    }
    return Optional.of(
        SmallFiles.text(SmallFiles.range(file.get(), area.path("offset").asLong(-1), size)));
  }

  private Optional<String> fromHeader() throws IOException {
    Optional<ImageFile> iso =
        tree.iso().filter(file -> file.length() >= HEADER_OFFSET + HEADER_LENGTH);
    if (iso.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer header =
        ByteBuffer.wrap(SmallFiles.bytes(iso.get().part(HEADER_OFFSET, HEADER_LENGTH)))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    header.get(magic);
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals("coreKarg")) {
      return Optional.empty();
    }
    long length = header.getLong();
    header.getLong(); // the offset of the default arguments
    long offset = header.getLong();
    if (length < 0 || length > MAX_AREA) {
      throw new BadImageException(
          tree.name(), HEADER_OFFSET, "has a malformed header of kernel arguments");
    }
    return Optional.of(SmallFiles.text(SmallFiles.range(iso.get(), offset, length)));
  }

  private Optional<String> fromConfiguration() throws IOException {
    for (String path : CONFIGURATIONS) {
      for (PathPattern.Match match : new PathPattern(path).find(tree)) {
        Matcher line = KERNEL_LINE.matcher(SmallFiles.text(match.file()));
        if (line.find()) {
          return Optional.of(line.group(1));
        }
      }
    }
    return Optional.empty();
  }

  /** A line break and padding follow the arguments. */
  private static String cleaned(String area) {
    String line = area.split("[\\n\\r\\x00]", 2)[0];
    return KernelArguments.parse(line)
        .without(KernelArguments.parse("initrd coreos.liveiso"))
        .toString();
  }
}
