package org.pairboot.artifacts.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The architecture of a machine's processor, by the terms of {@code uname -m}. */
public enum Architecture {
  X86_64("x86_64", "amd64", "x64"),
  I386("i386", "i486", "i586", "i686", "ia32"),
  AARCH64("aarch64", "arm64", "aa64"),
  ARM("arm", "arm32", "armv7l"),
  RISCV64("riscv64"),
  LOONGARCH64("loongarch64", "loong64"),
  PPC64LE("ppc64le", "ppc64el"),
  S390X("s390x");

  /** What a value looks like, to end the sentence "expected ...". */
  public static final String EXPECTED =
      Arrays.stream(values())
          .map(Architecture::toString)
          .collect(Collectors.joining(", ", "one of ", ""));

  private final String term;
  private final List<String> synonyms;

  Architecture(String term, String... synonyms) {
    this.term = term;
    this.synonyms = List.of(synonyms);
  }

  /** Parses the name that Linux, iPXE, GRUB, UEFI or Debian gives to an architecture. */
  public static Optional<Architecture> parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.term.equals(text) || each.synonyms.contains(text))
        .findFirst();
  }

  @Override
  public String toString() {
    return term;
  }
}
