package org.pairboot.appliance.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The user as whom a server runs that somebody else examines, usually root: the owner of its data
 * directory. Access control lists are not looked at.
 *
 * @param groups of the user, by number
 */
public record ServiceUser(String name, int uid, Set<Integer> groups) {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final Path GROUPS = Path.of("/etc/group");

  private static final int READ = 4;
  private static final int SEARCH = 1;

  /** Empty when that is who runs this, or root, or when it cannot be found out. */
  public static Optional<ServiceUser> ownerOf(Path dataDir) {
    return ownerOf(dataDir, USERS, GROUPS);
  }

  static Optional<ServiceUser> ownerOf(Path dataDir, Path users, Path groups) {
    try {
      int uid = number(dataDir, "unix:uid");
      return uid == 0 || uid == number(Path.of("/proc/self"), "unix:uid")
          ? Optional.empty()
          : of(uid, users, groups);
    } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<ServiceUser> of(int uid, Path users, Path groups) throws IOException {
    for (String[] user : entries(users)) {
      if (user.length > 3 && user[2].equals(Integer.toString(uid))) {
        Set<Integer> numbers = new HashSet<>(Set.of(Integer.parseInt(user[3])));
        for (String[] group : entries(groups)) {
          if (group.length > 3 && List.of(group[3].split(",")).contains(user[0])) {
            numbers.add(Integer.parseInt(group[2]));
          }
        }
        return Optional.of(new ServiceUser(user[0], uid, numbers));
      }
    }
    return Optional.empty();
  }

  private static List<String[]> entries(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split(":", -1)).toList();
  }

  /**
   * Whether the permissions of {@code file}, and of the directories above it, let the user read.
   */
  public boolean canRead(Path file) {
    try {
      Path real = file.toRealPath();
      for (Path above = real.getParent(); above != null; above = above.getParent()) {
        if (!may(SEARCH, above)) {
          return false;
        }
      }
      return may(READ, real);
    } catch (IOException e) {
      // Nobody can, so that is found without this.
      return true;
    }
  }

  private boolean may(int wanted, Path file) throws IOException {
    int mode = number(file, "unix:mode");
    int shift =
        number(file, "unix:uid") == uid ? 6 : groups.contains(number(file, "unix:gid")) ? 3 : 0;
    return (mode >> shift & wanted) == wanted;
  }

  private static int number(Path file, String attribute) throws IOException {
    return ((Number) Files.getAttribute(file, attribute)).intValue();
  }
}
