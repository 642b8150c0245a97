package org.pairboot.artifacts.catalog;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The architecture of a processor, and of what runs on it, by the terms of {@code uname -m}. This
 * is the one spelling in paths, documents, scripts and messages; {@link #parse} knows the others.
 */
public enum Architecture {
  X86_64("x86_64", "amd64", "x64", "x86-64"),
  I386("i386", "i486", "i586", "i686", "ia32", "x86", "386"),
  AARCH64("aarch64", "arm64", "aa64", "armv8"),
  ARM("arm", "arm32", "armhf", "armel", "armv5l", "armv6l", "armv7l", "armv7", "armv7hl"),
  RISCV64("riscv64"),
  LOONGARCH64("loongarch64", "loong64"),
  PPC64LE("ppc64le", "ppc64el"),
  S390X("s390x");

  /** The order in which people and documents list them. */
  public static final Comparator<Architecture> ALPHABETICAL =
      Comparator.comparing(Architecture::toString);

  /** What a value looks like, to end the sentence "expected ...". */
  public static final String EXPECTED =
      Arrays.stream(values())
          .map(Architecture::toString)
          .collect(Collectors.joining(", ", "one of ", ""));

  private static final Map<String, Architecture> BY_NAME =
      Arrays.stream(values())
          .flatMap(each ->
              Stream.concat(Stream.of(each.term), each.synonyms.stream())
                  .map(name -> Map.entry(name, each)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String term;
  private final List<String> synonyms;

  Architecture(String term, String... synonyms) {
    this.term = term;
    this.synonyms = List.of(synonyms);
  }

  /**
   * Parses the name that Linux, iPXE ({@code ${buildarch}}), GRUB ({@code $grub_cpu}), U-Boot,
   * UEFI, Debian, Fedora or OCI gives to an architecture. Case counts.
   */
  public static Optional<Architecture> parse(String text) {
    return Optional.ofNullable(BY_NAME.get(text));
  }

  @Override
  public String toString() {
    return term;
  }
}
