package org.pairboot.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  @TempDir private Path proc;

  @Test
  void namesTheProgramThatHoldsASocket() throws Exception {
    process(17, "dnsmasq", "/usr/sbin/dnsmasq\0--enable-tftp\0", 501);
    process(18, "nginx", "nginx: master\0", 502);

    assertThat(new Processes(proc).holder(List.of(400L, 501L)))
        .hasValueSatisfying(program -> assertThat(program).hasToString("dnsmasq, process 17"));
    assertThat(new Processes(proc).holder(List.of(600L))).isEmpty();
  }

  @Test
  void recognizesServersByTheirCommandLine() throws Exception {
    process(19, "java", "/x/java\0-jar\0/x/lib/pairboot-appliance-1.0.jar\0serve\0--set\0a=b\0", 7);
    process(20, "java", "/x/java\0-jar\0/x/lib/pairboot-appliance-1.0.jar\0doctor\0", 8);
    process(21, "java", "/x/java\0-jar\0serve.jar\0serve\0", 9);

    assertThat(new Processes(proc).servers())
        .singleElement()
        .hasToString("pairboot serve, process 19");
  }

  @Test
  void ignoresOtherEntries() throws Exception {
    Files.createDirectory(proc.resolve("sys"));
    Files.createDirectory(proc.resolve("22"));

    assertThat(new Processes(proc).servers()).isEmpty();
    assertThat(new Processes(proc.resolve("absent")).servers()).isEmpty();
  }

  @Test
  void theBirthOfAProcessTellsItFromOthersWithItsNumber() throws Exception {
    Path boot = Files.createDirectories(proc.resolve("sys/kernel/random")).resolve("boot_id");
    Files.writeString(boot, "one\n");
    Path stat = Files.createDirectory(proc.resolve("23")).resolve("stat");
    Files.writeString(stat, "23 (a) b (c) S 1 23 23 0 -1 4 5 0 0 0 1 2 3 4 20 0 30 0 8765 9 10\n");

    assertThat(new Processes(proc).birth(23)).contains("one/8765");
    assertThat(new Processes(proc).birth(24)).isEmpty();
    Files.writeString(stat, "23 (a");
    assertThat(new Processes(proc).birth(23)).isEmpty();
  }

  private void process(int pid, String name, String commandLine, long inode) throws Exception {
    Path directory = proc.resolve(String.valueOf(pid));
    Path files = Files.createDirectories(directory.resolve("fd"));
    Files.createSymbolicLink(files.resolve("0"), Path.of("/dev/null"));
    Files.createSymbolicLink(files.resolve("5"), Path.of("socket:[" + inode + "]"));
    Files.writeString(directory.resolve("comm"), name + "\n");
    Files.writeString(directory.resolve("cmdline"), commandLine);
  }
}
