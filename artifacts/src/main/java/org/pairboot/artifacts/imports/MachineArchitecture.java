package org.pairboot.artifacts.imports;

/** What kind of machine this is, in the words of {@code uname -m}, which metadata uses. */
public final class MachineArchitecture {
  private MachineArchitecture() {}

  /** The architecture of the machine that this runs on. */
  public static String current() {
    return ofJava(System.getProperty("os.arch"));
  }

  static String ofJava(String osArch) {
    return switch (osArch) {
      case "amd64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> osArch;
    };
  }
}
