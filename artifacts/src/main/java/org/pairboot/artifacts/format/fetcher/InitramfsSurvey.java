package org.pairboot.artifacts.format.fetcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;

/** What an initramfs has of what a fetcher needs, found in one walk. */
final class InitramfsSurvey implements InitramfsVisitor {
  private static final List<String> PROGRAM_DIRECTORIES =
      List.of("bin/", "sbin/", "usr/bin/", "usr/sbin/");

  /** A directory that dracut creates even without hooks. */
  private static final String DRACUT_HOOKS = "lib/dracut/hooks";

  private static final String DRACUT_MOUNT_HOOKS = DRACUT_HOOKS + "/mount";
  private static final int MAX_BUILTIN = 1 << 20;

  private final Set<String> known;
  private final Set<String> found = new HashSet<>();
  private final Set<String> modules = new HashSet<>();
  private Optional<String> hooks = Optional.empty();
  private String builtin = "";

  private InitramfsSurvey(Set<String> known) {
    this.known = known;
  }

  /**
   * Reads all of {@code initramfs}.
   *
   * @param known further paths to look for, besides programs, drivers and the hooks of dracut
   */
  static InitramfsSurvey of(ImageFile initramfs, Set<String> known) throws IOException {
    InitramfsSurvey survey = new InitramfsSurvey(known);
    InitramfsWalker.walk(initramfs, survey, done -> {});
    return survey;
  }

  @Override
  public void entry(Member.Start member, NewcEntry entry, InputStream data) throws IOException {
    String path = entry.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean program = PROGRAM_DIRECTORIES.stream().anyMatch(in -> path.equals(in + name));
    if (program || known.contains(path)) {
      found.add(path);
    } else if (path.endsWith(DRACUT_MOUNT_HOOKS) && entry.header().isDirectory()) {
      hooks = Optional.of(path.substring(0, path.length() - "/mount".length()));
    } else if (name.equals("modules.builtin")) {
      builtin = new String(data.readNBytes(MAX_BUILTIN), StandardCharsets.ISO_8859_1);
    } else if (name.contains(".ko")) {
      modules.add(name.substring(0, name.indexOf(".ko")));
    }
  }

  boolean has(String path) {
    return found.contains(path);
  }

  boolean hasProgram(String name) {
    return PROGRAM_DIRECTORIES.stream().anyMatch(in -> found.contains(in + name));
  }

  /** Without any modules, the survey assumes that all drivers are built into the kernel. */
  boolean hasDriver(String name) {
    return modules.isEmpty() || modules.contains(name) || builtin.contains("/" + name + ".ko");
  }

  /** The directory with the hooks of dracut. */
  Optional<String> dracutHooks() {
    return hooks;
  }
}
