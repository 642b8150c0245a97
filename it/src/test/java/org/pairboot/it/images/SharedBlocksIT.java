package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** An import takes no space if the file system of its source and the store can share blocks. */
class SharedBlocksIT {
  private static final int ROOT_BYTES = 100 << 20;

  /** In bytes: documents, directories and file system metadata. */
  private static final long LITTLE = 4 << 20;

  /** Makes a file system, copies the image to it, imports it, and prints the space used. */
  private static final String SCRIPT =
      """
      set -e
      disk=$1 mount=$2 image=$3 pairboot=$4
      shift 4
      truncate -s 600M "$disk"
      "$@" "$disk" >/dev/null
      mkdir "$mount"
      loop=$(losetup --find --show "$disk") || exit 90
      trap 'umount "$mount"; losetup --detach "$loop"' EXIT
      mount "$loop" "$mount" || exit 90
      cp --reflink=never "$image"/* "$mount"
      used() { sync -f "$mount"; df --block-size=1 --output=used "$mount" | tail -n 1; }
      before=$(used)
      "$pairboot" import demo --data-dir "$mount/data" --kernel "$mount/kernel" \
        --initramfs "$mount/initramfs.img" --rootfs "$mount/rootfs.img" >&2
      after=$(used)
      "$pairboot" verify demo --data-dir "$mount/data" >&2
      rootfs=$mount/data/blobs/sha256/$(sha256sum "$mount/rootfs.img" | cut -d ' ' -f 1)
      cmp "$rootfs" "$mount/rootfs.img"
      echo "grown $((after - before))"
      filefrag -v "$rootfs"
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"mkfs.xfs -q -m reflink=1", "mkfs.btrfs -q"})
  void sharesTheBlocksOfTheSource(String makeFileSystem) {
    List<String> make = List.of(makeFileSystem.split(" "));
    Tools.need(
        "mkfs.xfs:xfsprogs", "mkfs.btrfs:btrfs-progs", "losetup:mount", "filefrag:e2fsprogs");
    Tools.needRoot("to mount a file system that can share blocks");
    Path image = TestImage.write(directory.resolve("image"), "1", ROOT_BYTES).rootfs().getParent();
    Command.Result result =
        Command.run(
            Stream.of(
                    Stream.of("unshare", "--mount", "sh", "-c", SCRIPT, "sh"),
                    Stream.of(directory.resolve("disk"), directory.resolve("mount"), image)
                        .map(Path::toString),
                    Stream.of(Repository.pairboot().toString()),
                    make.stream())
                .flatMap(words -> words)
                .toList());
    if (result.exitCode() == 90) {
      Tools.missing("loop devices, and " + make.getFirst() + " in the kernel: " + result.err());
    }
    result.succeeded();
    String[] lines = result.out().split("\n");
    assertThat(lines[0]).startsWith("grown ");
    assertThat(Long.parseLong(lines[0].substring("grown ".length()))).isLessThan(LITTLE);
    List<String> extents = Stream.of(lines).filter(line -> line.matches(" +\\d+: .*")).toList();
    assertThat(extents).isNotEmpty().allMatch(extent -> extent.contains("shared"));
  }
}
