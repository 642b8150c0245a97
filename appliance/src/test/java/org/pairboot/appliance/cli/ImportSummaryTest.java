package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.testimages.Archive.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;

/** An import says how the image boots, and what that costs. */
class ImportSummaryTest {
  @TempDir private Path home;

  private Path kernel;

  @BeforeEach
  void writeKernel() throws Exception {
    kernel = file("vmlinuz", Kernels.bzImage("kernel"));
  }

  @Test
  void saysWhatMachinesLoadAndFetch() throws Exception {
    LiveImages.Pair pair = LiveImages.today();

    assertThat(
            imported(
                "--initramfs",
                file("initramfs", pair.initramfs()).toString(),
                "--rootfs",
                file("rootfs", pair.rootfs()).toString()))
        .contains("machines load kernel and initramfs (")
        .contains("), and fetch rootfs.img (2.4 MiB) over HTTP; they need at least 2.0 GiB of");
  }

  @Test
  void countsWhatALiveSystemKeepsInMemory() throws Exception {
    byte[] initramfs = archive().file("scripts/live", "x").cpio();

    assertThat(
            imported(
                "--allow-unverified",
                "--initramfs",
                file("initramfs", initramfs).toString(),
                "--rootfs",
                file("rootfs", LiveImages.squashfs(30 << 20)).toString()))
        .contains("and fetch live/filesystem.squashfs (30.0 MiB) over HTTP")
        .contains("they need at least 512.0 MiB of memory");
  }

  @Test
  void knowsThatAKernelIsAll() {
    assertThat(imported()).contains("machines load the kernel (");
  }

  private String imported(String... more) {
    String[] command = new String[more.length + 4];
    command[0] = "import";
    command[1] = "demo";
    command[2] = "--kernel";
    command[3] = kernel.toString();
    System.arraycopy(more, 0, command, 4, more.length);
    TestProgram.Outcome outcome = new TestProgram(home).run(command);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.err();
  }

  private Path file(String name, byte[] bytes) throws Exception {
    return Files.write(home.resolve(name), bytes);
  }
}
