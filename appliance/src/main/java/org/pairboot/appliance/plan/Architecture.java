package org.pairboot.appliance.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a machine's processor is; the terms are those of {@code uname -m}. */
public enum Architecture {
  X86_64("x86_64", "amd64", "x64"),
  I386("i386", "i486", "i586", "i686", "ia32"),
  AARCH64("aarch64", "arm64", "aa64"),
  ARM("arm", "arm32", "armv7l"),
  RISCV64("riscv64"),
  LOONGARCH64("loongarch64", "loong64"),
  PPC64LE("ppc64le", "ppc64el"),
  S390X("s390x");

  public static final String ALLOWED =
      Arrays.stream(values()).map(Architecture::toString).collect(Collectors.joining(", "));

  private final String term;
  private final List<String> others;

  Architecture(String term, String... others) {
    this.term = term;
    this.others = List.of(others);
  }

  /** The architecture that Linux, iPXE, GRUB, UEFI or Debian calls {@code text}. */
  public static Optional<Architecture> parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.term.equals(text) || each.others.contains(text))
        .findFirst();
  }

  @Override
  public String toString() {
    return term;
  }
}
