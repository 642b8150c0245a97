package org.pairboot.artifacts.format.uki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Uki.uki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.uki.UnifiedKernel.Section;
import org.pairboot.artifacts.testimages.Bytes;

class UnifiedKernelTest {
  private static final byte[] KERNEL = Bytes.random(1000, 1);
  private static final byte[] INITRD = Bytes.random(700, 2);

  @TempDir private Path directory;

  @Test
  void findsWhatMachinesNeed() throws Exception {
    UnifiedKernel found =
        read(uki()
                .section(".osrel", "ID=test\nVERSION=\"1 (One)\"\nVERSION_ID=\"1.2\"\n")
                .section(".cmdline", "console=tty0  quiet\n\0")
                .section(".uname", "6.12.48-amd64")
                .section(".linux", KERNEL)
                .section(".initrd", INITRD)
                .bytes())
            .orElseThrow();

    assertThat(bytes(found.kernel())).isEqualTo(KERNEL);
    assertThat(found.initramfs()).hasSize(1);
    assertThat(bytes(found.initramfs().getFirst())).isEqualTo(INITRD);
    assertThat(found.arguments()).isEqualTo("console=tty0 quiet");
    assertThat(found.version()).contains("1.2");
    assertThat(found.kernelRelease()).contains("6.12.48-amd64");
    assertThat(found.profiles()).isZero();
    assertThat(found.sections())
        .extracting(Section::name)
        .containsExactly(".osrel", ".cmdline", ".uname", ".linux", ".initrd");
  }

  @Test
  void putsMicrocodeBeforeTheInitramfs() throws Exception {
    byte[] microcode = Bytes.random(300, 3);
    UnifiedKernel found =
        read(uki()
                .section(".linux", KERNEL)
                .section(".initrd", INITRD)
                .section(".ucode", microcode)
                .bytes())
            .orElseThrow();

    assertThat(bytes(found.initramfs().getFirst())).isEqualTo(microcode);
    assertThat(bytes(found.initramfs().getLast())).isEqualTo(INITRD);
  }

  @Test
  void takesTheFirstOfSeveralProfiles() throws Exception {
    UnifiedKernel found =
        read(uki()
                .section(".linux", KERNEL)
                .section(".initrd", INITRD)
                .section(".cmdline", "base")
                .section(".profile", "ID=regular")
                .section(".cmdline", "regular")
                .section(".profile", "ID=reset")
                .section(".cmdline", "reset")
                .section(".initrd", "another")
                .bytes())
            .orElseThrow();

    assertThat(found.arguments()).isEqualTo("regular");
    assertThat(bytes(found.initramfs().getFirst())).isEqualTo(INITRD);
    assertThat(found.profiles()).isEqualTo(2);
  }

  @Test
  void knowsThatOtherProgramsAreNone() throws Exception {
    assertThat(read(uki().section(".text", KERNEL).section(".osrel", "ID=boot").bytes())).isEmpty();
    assertThat(read(KERNEL)).isEmpty();
    assertThat(read(new byte[0])).isEmpty();
    byte[] cut = uki().section(".linux", KERNEL).bytes();
    assertThat(read(Arrays.copyOf(cut, 100))).isEmpty();
    assertThat(UnifiedKernel.isIn(directory.resolve("missing"))).isFalse();
  }

  @Test
  void refusesWhatNothingCanStart() {
    assertRefused(
        uki().section(".cmdline", "quiet").section(".initrd", INITRD).bytes(),
        "is a unified kernel image without a kernel (section .linux)");
    byte[] whole = uki().section(".linux", KERNEL).section(".initrd", INITRD).bytes();
    assertRefused(Arrays.copyOf(whole, whole.length - 600), "is cut off: its section .initrd");
    assertRefused(
        uki().section(".linux", KERNEL).section(".linux", KERNEL).bytes(),
        "is damaged: it has the section .linux twice");
    assertRefused(
        uki().section(".linux", KERNEL).section(".cmdline", "a\u001b[1m").bytes(),
        "is damaged: its section .cmdline is not text");
    assertRefused(
        uki().section(".linux", KERNEL).section(".cmdline", new byte[65537]).bytes(),
        "has 65537 bytes; the limit is 65536");
  }

  @Test
  void readsNoMoreThanTheDataOfASection() throws Exception {
    byte[] file = uki().section(".linux", KERNEL).section(".initrd", INITRD).bytes();
    // In memory the section is longer: the rest is zeros, which are not in the file.
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(0x80 + 24 + 0xF0 + 40 + 8, 5000);

    assertThat(read(file).orElseThrow().initramfs().getFirst().length()).isEqualTo(1024);
  }

  private void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("uki.efi")
        .hasMessageContaining(message);
  }

  private Optional<UnifiedKernel> read(byte[] bytes) throws IOException {
    return UnifiedKernel.read(ImageFile.of(Files.write(directory.resolve("uki.efi"), bytes)));
  }

  private static byte[] bytes(ImageFile file) throws IOException {
    try (FileInput in = FileInput.open(file, done -> {})) {
      return in.readAllBytes();
    }
  }
}
