package org.pairboot.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceUserTest {
  private static final int NOBODY = 65533;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(directory.resolve("plan.conf"), "");
    permit(directory, "rwxr-xr-x");
  }

  @Test
  void readsTheGroupsOfAUser() throws Exception {
    Path users =
        Files.writeString(directory.resolve("passwd"), "root:x:0:0::/:\nlab:x:107:108::/:\n");
    Path groups =
        Files.writeString(directory.resolve("group"), "a:x:1:\nb:x:2:root,lab\nc:x:3:labs\n");
    assertThat(ServiceUser.of(107, users, groups))
        .contains(new ServiceUser("lab", 107, Set.of(108, 2)));
    assertThat(ServiceUser.of(106, users, groups)).isEmpty();
  }

  @Test
  void knowsWhatItsPermissionsLetItRead() throws Exception {
    int owner = ((Number) Files.getAttribute(file, "unix:uid")).intValue();
    int group = ((Number) Files.getAttribute(file, "unix:gid")).intValue();
    ServiceUser other = new ServiceUser("lab", NOBODY, Set.of(NOBODY));
    permit(file, "rw-r-----");
    assertThat(other.canRead(file)).isFalse();
    assertThat(new ServiceUser("lab", NOBODY, Set.of(group)).canRead(file)).isTrue();
    assertThat(new ServiceUser("lab", owner, Set.of(NOBODY)).canRead(file)).isTrue();
    permit(file, "rw-r--r--");
    assertThat(other.canRead(file)).isTrue();
    permit(directory, "rwxr-x---");
    assertThat(other.canRead(file)).isFalse();
  }

  private static void permit(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
