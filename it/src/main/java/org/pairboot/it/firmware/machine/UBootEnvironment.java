package org.pairboot.it.firmware.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The environment of a board's U-Boot, as {@code saveenv} leaves it in its flash: a CRC-32, then
 * {@code NAME=VALUE} strings that replace those compiled in. The sizes are those of U-Boot's {@code
 * qemu_arm64_defconfig} and of QEMU's machine {@code virt}.
 */
final class UBootEnvironment {
  private static final int SIZE = 0x40000;
  private static final long FLASH_SIZE = 64L << 20;

  /** The addresses compiled in, others for what is unpacked, and network boot with nothing else. */
  private static final List<String> VARIABLES =
      List.of(
          "fdt_addr=0x40000000",
          "fdt_high=0xffffffff",
          "initrd_high=0xffffffff",
          "loadaddr=0x40200000",
          "scriptaddr=0x40200000",
          "pxefile_addr_r=0x40300000",
          "kernel_addr_r=0x40400000",
          "ramdisk_addr_r=0x44000000",
          "kernel_comp_addr_r=0x50000000",
          "kernel_comp_size=0x4000000",
          // Otherwise dhcp would load the boot file, which is not for U-Boot.
          "autoload=no",
          "bootdelay=0",
          "bootcmd=pci enum; dhcp && pxe get && pxe boot; poweroff");

  private UBootEnvironment() {}

  /** Writes a flash with it; returns the file. */
  static Path write(Path flash) {
    ByteBuffer environment = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    environment.putInt(0);
    for (String variable : VARIABLES) {
      environment.put(variable.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    }
    CRC32 check = new CRC32();
    check.update(environment.array(), Integer.BYTES, SIZE - Integer.BYTES);
    environment.putInt(0, (int) check.getValue()).clear();
    try (FileChannel file =
        FileChannel.open(flash, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(environment);
      // A hole, which reads as zeros.
      file.write(ByteBuffer.wrap(new byte[1]), FLASH_SIZE - 1);
      return flash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
