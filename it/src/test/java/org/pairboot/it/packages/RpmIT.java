package org.pairboot.it.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.SystemdContainer;
import org.pairboot.it.lab.Tools;

/**
 * The RPM package, installed into the file system of a systemd machine. The machine runs Debian, so
 * rpm ignores dependencies; and rpm runs outside the machine, so the package's scripts find no
 * systemd.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RpmIT {
  @TempDir private static Path directory;

  private static SystemdContainer container;
  private static Path settings;
  private static Path rpm;

  @BeforeAll
  static void bootMachine() throws IOException {
    SystemdContainer.need();
    Tools.need("rpm:rpm", "curl:curl");
    rpm = builtPackage().orElse(null);
    if (rpm == null) {
      Tools.missing("the RPM package, which a build with -Prpm creates");
    }
    container = SystemdContainer.boot(directory);
    settings = container.root().resolve("etc/pairboot/pairboot.conf");
  }

  private static Optional<Path> builtPackage() throws IOException {
    Path target = Repository.root().resolve("packaging/target");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target, "pairboot-*.rpm")) {
      for (Path file : files) {
        return Optional.of(file);
      }
      return Optional.empty();
    }
  }

  @AfterAll
  static void stopMachine() {
    if (container != null) {
      container.close();
    }
  }

  @Test
  @Order(1)
  void servesOnceInstalled() {
    rpm("--install", rpm.toString()).succeeded();
    assertThat(rpm("--verify", "pairboot").succeeded().out()).isEmpty();
    container.run("systemctl", "daemon-reload").succeeded();
    container.run("systemctl", "start", "pairboot").succeeded();
    container.fetch("curl", "-sS", "--fail", "http://127.0.0.1/boot.ipxe").succeeded();
    assertThat(container.run("stat", "--format=%U", "/var/lib/pairboot").out().strip())
        .isEqualTo("pairboot");
    assertThat(
            container.run("env", "PAIRBOOT_JAVA_OPTS=-Xlog:class+load", "pairboot", "images").out())
        .containsPattern("PairbootCommand source: shared objects file");
  }

  @Test
  @Order(2)
  void keepsSettingsOnUpgrade() throws IOException {
    Files.writeString(settings, "pairboot.log.level = debug\n");
    rpm("--upgrade", "--force", rpm.toString()).succeeded();
    assertThat(settings).content().isEqualTo("pairboot.log.level = debug\n");
    container.run("systemctl", "restart", "pairboot").succeeded();
    container.fetch("curl", "-sS", "--fail", "http://127.0.0.1/boot.ipxe").succeeded();
  }

  @Test
  @Order(3)
  void keepsImagesAndChangedSettingsOnErase() {
    container.run("systemctl", "stop", "pairboot").succeeded();
    rpm("--erase", "pairboot").succeeded();
    assertThat(container.root().resolve("usr/lib/pairboot")).doesNotExist();
    assertThat(container.root().resolve("usr/bin/pairboot")).doesNotExist();
    assertThat(settings.resolveSibling("pairboot.conf.rpmsave")).exists();
    assertThat(container.root().resolve("var/lib/pairboot")).exists();
  }

  private static Command.Result rpm(String... arguments) {
    List<String> line = new ArrayList<>(List.of("rpm", "--root", container.root().toString()));
    line.add("--nodeps");
    line.addAll(List.of(arguments));
    return Command.run(line);
  }
}
