package org.pairboot.artifacts.format.fetcher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.cpio.NewcHeader;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.format.live.LivePaths;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/** The fetcher for one initramfs. Made by {@link #forInitramfs}; immutable. */
public final class Fetcher {
  private static final String URL_ARGUMENT = "coreos.live.rootfs_url";
  private static final int ALIGNMENT = 4;
  private static final int SCRIPT_MODE = 0755;

  /** A constant, so that the image is reproducible. */
  private static final long MTIME = 0;

  private static final String INITRAMFS_TOOLS = "scripts/functions";

  /** Other generators by a file that only they have; there is no fetcher for these. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of("init_functions", "mkinitcpio", "usr/share/mkinitfs/initramfs-init", "mkinitfs");

  private final InitramfsGenerator generator;
  private final FileSystemType type;
  private final List<String> notes;

  private Fetcher(InitramfsGenerator generator, FileSystemType type, List<String> notes) {
    this.generator = generator;
    this.type = type;
    this.notes = List.copyOf(notes);
  }

  /**
   * Checks that {@code initramfs} has everything that a fetcher needs. Reads all of it.
   *
   * @param type of the root file system to mount; not {@link FileSystemType#UNKNOWN}
   * @throws UnsuitableInitramfsException if a fetcher would not work in it
   */
  public static Fetcher forInitramfs(ImageFile initramfs, FileSystemType type)
      throws UnsuitableInitramfsException, IOException {
    Set<String> paths =
        Stream.concat(Stream.of(INITRAMFS_TOOLS), UNSUPPORTED.keySet().stream())
            .collect(Collectors.toSet());
    InitramfsSurvey survey = InitramfsSurvey.of(initramfs, paths);
    InitramfsGenerator generator = generatorOf(survey);
    for (String program : generator.programs()) {
      if (!survey.hasProgram(program)) {
        throw lacks("the program " + program, generator.remedyForProgram(program));
      }
    }
    for (String driver : List.of(driver(type), "loop")) {
      if (!survey.hasDriver(driver)) {
        throw lacks("the driver " + driver, generator.remedyForDriver(driver));
      }
    }
    List<String> notes =
        survey.hasDriver("overlay")
            ? List.of()
            : List.of(
                "the root file system stays read-only, because the initramfs lacks the driver"
                    + " overlay: "
                    + generator.remedyForDriver("overlay"));
    return new Fetcher(generator, type, notes);
  }

  private static InitramfsGenerator generatorOf(InitramfsSurvey survey)
      throws UnsuitableInitramfsException {
    if (survey.dracutHooks().isPresent()) {
      return new InitramfsGenerator.Dracut(survey.dracutHooks().get());
    }
    if (survey.has(INITRAMFS_TOOLS)) {
      return new InitramfsGenerator.InitramfsTools();
    }
    for (Map.Entry<String, String> other : UNSUPPORTED.entrySet()) {
      if (survey.has(other.getKey())) {
        throw new UnsuitableInitramfsException(
            "was made by " + other.getValue() + ", for which there is no fetcher: " + instead());
      }
    }
    throw new UnsuitableInitramfsException(
        "was made neither by dracut nor by initramfs-tools, so nothing would run a fetcher in it: "
            + instead());
  }

  private static String instead() {
    return "build one with dracut or initramfs-tools, or let its own init fetch {rootfs_url}";
  }

  private static UnsuitableInitramfsException lacks(String what, String remedy) {
    return new UnsuitableInitramfsException("lacks " + what + ", which a fetcher needs: " + remedy);
  }

  private static String driver(FileSystemType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** Notes for the user about machines that boot with it, one line each. */
  public List<String> notes() {
    return notes;
  }

  /**
   * The kernel arguments that it needs, an {@link ArgumentTemplate}. Arguments that {@code given}
   * has too are omitted, because some programs use the first and some the last of two.
   */
  public String arguments(String given) {
    KernelArguments others = KernelArguments.parse(given);
    return Stream.concat(
            Stream.of(URL_ARGUMENT + "=" + ArgumentTemplate.ROOTFS_URL),
            generator.arguments().stream())
        .filter(argument -> !others.has(nameOf(argument)))
        .collect(Collectors.joining(" "));
  }

  private static String nameOf(String argument) {
    return argument.replaceFirst("=.*", "");
  }

  /**
   * The initrd: one gzip member, padded to a multiple of 4 bytes, so that another may follow.
   *
   * @param rootfs the hashes of the root file system
   * @param length its length in bytes
   */
  public byte[] initrd(StreamHash rootfs, long length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      NewcWriter writer = new NewcWriter(gzip);
      // No directories that the initramfs has too: some are symbolic links, which the kernel would
      // replace with a directory.
      writer.directory("pairboot", MTIME);
      script(writer, "pairboot/rootfs.sh", "rootfs.sh");
      writer.file("pairboot/rootfs.facts", MTIME, ascii(length + " " + driver(type) + "\n"));
      writer.file(LivePaths.WANT_ROOTFS, MTIME, rootfs.format());
      for (Map.Entry<String, String> entry : generator.scripts().entrySet()) {
        script(writer, entry.getKey(), entry.getValue());
      }
      writer.finish();
    }
    int padding = -bytes.size() & (ALIGNMENT - 1);
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() + padding);
  }

  private static void script(NewcWriter writer, String path, String resource) throws IOException {
    try (InputStream in = Fetcher.class.getResourceAsStream(resource)) {
      byte[] text = in.readAllBytes();
      NewcHeader header = NewcHeader.file(SCRIPT_MODE, MTIME, text.length);
      writer.file(path, header, new ByteArrayInputStream(text));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** An initramfs to which no fetcher can be added. The message has the reason and the remedy. */
  public static final class UnsuitableInitramfsException extends Exception {
    private static final long serialVersionUID = 1;

    UnsuitableInitramfsException(String message) {
      super(message);
    }
  }
}
