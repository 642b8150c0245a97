package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/**
 * Imports into real file systems with little space left: each import either publishes, or reports
 * that the disk is full and changes nothing.
 */
class FullDiskIT {
  private static final int ROOT_BYTES = 2 << 20;

  /** In bytes: the rootfs, and the overhead of file systems and small files. */
  private static final int NEARLY_ENOUGH = ROOT_BYTES + 1024;

  /**
   * Takes a kind of file system, a directory, the command, and the free space of each attempt: in
   * bytes, or in files if the kind is {@code inodes}. Prints for each attempt the exit code, the
   * free space before and after, the number of files before and after, and whether the index
   * changed.
   */
  private static final String SCRIPT =
      """
      kind=$1 dir=$2 pairboot=$3
      shift 3
      mnt=$dir/mnt data=$dir/mnt/data
      mkdir "$mnt"
      case $kind in
        ext4) truncate -s 16M "$dir/disk" && mkfs.ext4 -q -m 0 "$dir/disk" && mount -o loop "$dir/disk" "$mnt" ;;
        *) mount -t tmpfs -o size=16m none "$mnt" ;;
      esac || exit 9
      import() {
        "$pairboot" import demo --data-dir "$data" \\
          --kernel "$1/kernel" --initramfs "$1/initramfs.img" --rootfs "$1/rootfs.img"
      }
      case $kind in
        inodes)
          room() { df --output=iavail "$mnt" | tail -n 1; }
          leave() { mount -o "remount,nr_inodes=$(($(df --output=iused "$mnt" | tail -n 1) + $1))" "$mnt"; }
          restore() { mount -o remount,nr_inodes=10000 "$mnt"; } ;;
        *)
          room() { sync -f "$mnt" && df --output=avail --block-size=1 "$mnt" | tail -n 1; }
          leave() { fallocate -l "$(($(room) - $1))" "$mnt/filler"; }
          restore() { rm "$mnt/filler"; } ;;
      esac
      files() { find "$data" -type f | wc -l; }
      index() { sha256sum <"$data/index.json"; }
      import "$dir/small" >/dev/null || exit 8
      for left in "$@"; do
        leave "$left" || exit 7
        before="$(room) $(files)" index=$(index)
        import "$dir/large" >/dev/null 2>"$dir/err"
        code=$?
        if [ "$index" = "$(index)" ]; then same=true; else same=false; fi
        echo $code $before $(room) $(files) $same "$(tr '\\n' ' ' <"$dir/err")"
        restore
        [ $code != 0 ] || "$pairboot" remove demo@2 --data-dir "$data" || exit 6
      done
      import "$dir/large" >/dev/null 2>&1 || exit 5
      leave 0 2>/dev/null # ext4 is full before fallocate has all of the last blocks
      "$pairboot" remove demo@2 --data-dir "$data" || exit 4
      restore
      "$pairboot" scrub --data-dir "$data"
      """;

  @TempDir private Path directory;

  @BeforeEach
  void images() {
    Tools.need("unshare:util-linux");
    Tools.needRoot("to mount small file systems");
    TestImage.write(directory.resolve("small"), "1", 1000);
    TestImage.write(directory.resolve("large"), "2", ROOT_BYTES);
  }

  @Test
  @EnabledIfSystemProperty(named = "pairboot.it.full", matches = "true")
  void handlesATmpfsWithFewBytesLeft() {
    requireAllOrNothing("tmpfs", 0, roomsIn(4096));
  }

  @Test
  void fewBytesOfAnExt4() {
    Tools.need("mkfs.ext4:e2fsprogs");
    // ext4 never shrinks directories.
    requireAllOrNothing("ext4", 8192, roomsIn(2048));
  }

  @Test
  void handlesAFileSystemWithFewInodesLeft() {
    requireAllOrNothing("inodes", 0, IntStream.range(0, 18));
  }

  private static IntStream roomsIn(int block) {
    return IntStream.concat(
        IntStream.of(4096, 8192, ROOT_BYTES / 2),
        IntStream.range(0, 12).map(i -> NEARLY_ENOUGH + i * block));
  }

  private void requireAllOrNothing(String kind, long lost, IntStream rooms) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                kind,
                directory.toString(),
                Repository.pairboot().toString()));
    rooms.mapToObj(Integer::toString).forEach(line::add);
    Command.Result result = Command.run(line).succeeded();

    assertThat(result.err()).contains("no corruption found");
    List<ImportAttempt> attempts = result.out().lines().map(ImportAttempt::parse).toList();
    assertThat(attempts).extracting(ImportAttempt::exitCode).containsOnly(0, 1);
    assertThat(attempts)
        .filteredOn(attempt -> attempt.exitCode == 1)
        .allSatisfy(attempt -> {
          assertThat(attempt.message)
              .contains("file system " + directory.resolve("mnt"), "is full: ", "nothing was")
              .contains("of store " + directory.resolve("mnt/data") + " is full")
              .doesNotContain("Exception", "INFO");
          assertThat(attempt.indexIsSame).as("index: %s", attempt).isTrue();
          assertThat(attempt.filesAfter).as("files: %s", attempt).isEqualTo(attempt.filesBefore);
          assertThat(attempt.roomAfter)
              .as("room: %s", attempt)
              .isGreaterThanOrEqualTo(attempt.roomBefore - lost);
        });
  }

  private record ImportAttempt(
      int exitCode,
      long roomBefore,
      int filesBefore,
      long roomAfter,
      int filesAfter,
      boolean indexIsSame,
      String message) {

    static ImportAttempt parse(String line) {
      String[] words = line.split(" ", 7);
      return new ImportAttempt(
          Integer.parseInt(words[0]),
          Long.parseLong(words[1]),
          Integer.parseInt(words[2]),
          Long.parseLong(words[3]),
          Integer.parseInt(words[4]),
          Boolean.parseBoolean(words[5]),
          words[6]);
    }
  }
}
