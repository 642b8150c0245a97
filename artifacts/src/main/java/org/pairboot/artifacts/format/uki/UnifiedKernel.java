package org.pairboot.artifacts.format.uki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.Version;
import org.pairboot.artifacts.text.PrintableText;

/**
 * A unified kernel image (UKI), as the UAPI group specifies it: an EFI program whose sections are a
 * kernel, its initramfs, its arguments and more. What is in it several times is for several
 * profiles, of which the first counts, as for a machine that starts the file without choosing.
 * Immutable and thread-safe.
 *
 * @param sections all of the file, in its order
 * @param profiles how many there are; 0 if it is not divided into profiles
 * @param kernel its bytes
 * @param initramfs its pieces in the order for the kernel: microcode comes first; none if it has no
 *     initramfs
 * @param arguments kernel arguments; empty if it has none
 * @param version of the system, by its os-release
 * @param kernelRelease as {@code uname -r} would print it
 */
public record UnifiedKernel(
    List<Section> sections,
    int profiles,
    ImageFile kernel,
    List<ImageFile> initramfs,
    String arguments,
    Optional<String> version,
    Optional<String> kernelRelease) {
  private static final String LINUX = ".linux";
  private static final String INITRD = ".initrd";
  private static final String UCODE = ".ucode";
  private static final String CMDLINE = ".cmdline";
  private static final String UNAME = ".uname";
  private static final String OSREL = ".osrel";
  private static final String PROFILE = ".profile";

  /** Those that no other EFI program has; boot managers have an os-release. */
  private static final Set<String> TYPICAL = Set.of(LINUX, INITRD, UCODE, CMDLINE, UNAME);

  private static final Set<String> READ = Set.of(LINUX, INITRD, UCODE, CMDLINE, UNAME, OSREL);

  /** Of texts, which are some hundred bytes long. */
  private static final int MAX_TEXT = 64 * 1024;

  /** The more specific one first: many builds share the version of their distribution. */
  private static final List<String> VERSION_KEYS =
      List.of("IMAGE_VERSION", "OSTREE_VERSION", "VERSION_ID", "VERSION");

  public UnifiedKernel {
    sections = List.copyOf(sections);
    initramfs = List.copyOf(initramfs);
  }

  /**
   * A section of the file.
   *
   * @param name such as {@code .linux}
   * @param offset in the file, in bytes
   * @param length of its data in the file, in bytes
   */
  public record Section(String name, long offset, long length) {}

  /**
   * Reads the section table and the texts of {@code file}; empty if it is something else.
   *
   * @throws BadImageException if it is a UKI that nothing can start
   */
  public static Optional<UnifiedKernel> read(ImageFile file) throws IOException {
    List<Section> sections = PeSections.read(file);
    if (!isTypical(sections)) {
      return Optional.empty();
    }
    Map<String, ImageFile> first = firstProfile(file, sections);
    if (!first.containsKey(LINUX)) {
      throw bad(
          file,
          "is a unified kernel image without a kernel (section .linux): it is an addon, or damaged;"
              + " give the image itself");
    }
    return Optional.of(
        new UnifiedKernel(
            sections,
            (int) sections.stream().filter(section -> section.name().equals(PROFILE)).count(),
            first.get(LINUX),
            first.containsKey(INITRD)
                ? Stream.of(UCODE, INITRD)
                    .filter(first::containsKey)
                    .map(name -> first.get(name).named(file.name() + " (" + name + ")"))
                    .toList()
                : List.of(),
            KernelArguments.parse(text(first, CMDLINE)).toString(),
            Version.ofOsRelease(bytes(first, OSREL), VERSION_KEYS),
            Optional.of(text(first, UNAME)).filter(text -> !text.isEmpty())));
  }

  /** Whether {@code file} exists and looks like one, be it sound or not. */
  public static boolean isIn(Path file) {
    try {
      return Files.isRegularFile(file) && isTypical(PeSections.read(ImageFile.of(file)));
    } catch (IOException e) {
      // Whoever reads it next says what is wrong with it.
      return false;
    }
  }

  private static boolean isTypical(List<Section> sections) {
    return sections.stream().anyMatch(section -> TYPICAL.contains(section.name()));
  }

  /** What counts without a choice: the base, and over it what the first profile has. */
  private static Map<String, ImageFile> firstProfile(ImageFile file, List<Section> sections)
      throws BadImageException {
    Map<String, ImageFile> found = new HashMap<>();
    List<String> current = new ArrayList<>();
    int profile = 0;
    for (Section section : sections) {
      if (section.name().equals(PROFILE)) {
        profile++;
        current.clear();
      }
      if (profile > 1 || !READ.contains(section.name())) {
        continue;
      }
      if (current.contains(section.name())) {
        throw bad(file, "is damaged: it has the section %s twice".formatted(section.name()));
      }
      current.add(section.name());
      if (section.offset() > file.length() - section.length()) {
        throw bad(
            file,
            "is cut off: its section %s should end at byte %d, and the file has %d bytes"
                .formatted(section.name(), section.offset() + section.length(), file.length()));
      }
      found.put(section.name(), file.part(section.offset(), section.length()));
    }
    found.values().removeIf(range -> range.length() == 0);
    return found;
  }

  private static String text(Map<String, ImageFile> sections, String name) throws IOException {
    String text = new String(bytes(sections, name), StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    String line = (end < 0 ? text : text.substring(0, end)).replaceAll("[\\t\\r\\n]+", " ").strip();
    if (!PrintableText.isPrintable(line)) {
      throw bad(sections.get(name), "is damaged: its section %s is not text".formatted(name));
    }
    return line;
  }

  private static byte[] bytes(Map<String, ImageFile> sections, String name) throws IOException {
    ImageFile section = sections.get(name);
    if (section == null) {
      return new byte[0];
    }
    if (section.length() > MAX_TEXT) {
      throw bad(
          section,
          "is damaged: its section %s has %d bytes; the limit is %d"
              .formatted(name, section.length(), MAX_TEXT));
    }
    try (FileInput in = FileInput.open(section, done -> {})) {
      return in.readNBytes(MAX_TEXT);
    }
  }

  private static BadImageException bad(ImageFile file, String problem) {
    return new BadImageException(file.name(), 0, problem);
  }
}
