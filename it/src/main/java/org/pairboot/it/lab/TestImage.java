package org.pairboot.it.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Files to import: a kernel, a pair as Fedora CoreOS publishes it (stream-hash and version cookie
 * in the initramfs, one uncompressed cpio archive as rootfs), and any number of extra initrds.
 */
public record TestImage(Path kernel, Path initramfs, Path rootfs, List<Path> extras) {
  private static final int HASH_CHUNK = 2 << 20;

  /**
   * Writes an image into a directory.
   *
   * @param version in both cookies
   * @param rootBytes size of the root file system; its content depends on version and size
   */
  public static TestImage write(Path directory, String version, int rootBytes) {
    byte[] squashfs = new byte[rootBytes];
    new Random(version.hashCode() * 31L + rootBytes).nextBytes(squashfs);
    System.arraycopy(ascii("hsqs"), 0, squashfs, 0, 4);
    byte[] rootfs =
        cpio(
            Map.entry("root.squashfs", squashfs),
            Map.entry("etc/coreos-live-rootfs", ascii(version + "\n")));
    byte[] initramfs =
        cpio(
            Map.entry("usr/sbin/coreos-livepxe-rootfs", ascii("#!/bin/sh\n")),
            Map.entry("etc/coreos-live-initramfs", ascii(version + "\n")),
            Map.entry("etc/coreos-live-want-rootfs", ascii(streamHash(rootfs))));
    return write(directory, initramfs, rootfs);
  }

  /** Writes an image with any bytes as initramfs and rootfs. */
  public static TestImage write(Path directory, byte[] initramfs, byte[] rootfs) {
    try {
      Files.createDirectories(directory);
      return new TestImage(
          Files.write(
              directory.resolve("kernel"), TestKernel.x86("kernel of " + directory.getFileName())),
          Files.write(directory.resolve("initramfs.img"), initramfs),
          Files.write(directory.resolve("rootfs.img"), rootfs),
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same image with extra initrds, each published under its file name. */
  public TestImage withExtras(List<Path> more) {
    return new TestImage(kernel, initramfs, rootfs, more);
  }

  /** The same image with another kernel. */
  public TestImage withKernel(Path other) {
    return new TestImage(other, initramfs, rootfs, extras);
  }

  /** The same image with another rootfs. */
  public TestImage withRootfs(Path other) {
    return new TestImage(kernel, initramfs, other, extras);
  }

  /** The same image with another initramfs. */
  public TestImage withInitramfs(Path other) {
    return new TestImage(kernel, other, rootfs, extras);
  }

  /** The options of {@code pairboot import}. */
  public List<String> importArguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--kernel",
                kernel.toString(),
                "--initramfs",
                initramfs.toString(),
                "--rootfs",
                rootfs.toString()));
    extras.forEach(extra -> arguments.addAll(List.of("--initrd", extra.toString())));
    return arguments;
  }

  /** A newc archive padded with NULs to 512 bytes, as GNU cpio writes it. */
  @SafeVarargs
  public static byte[] cpio(Map.Entry<String, byte[]>... files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream cpio =
        new CpioArchiveOutputStream(bytes, CpioConstants.FORMAT_NEW)) {
      Set<String> directories = new HashSet<>();
      for (Map.Entry<String, byte[]> file : files) {
        for (String directory : parents(file.getKey())) {
          if (directories.add(directory)) {
            put(cpio, directory, CpioConstants.C_ISDIR | 0755, new byte[0]);
          }
        }
        put(cpio, file.getKey(), CpioConstants.C_ISREG | 0644, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(CpioArchiveOutputStream cpio, String name, int mode, byte[] content)
      throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, content.length);
    entry.setMode(mode);
    cpio.putArchiveEntry(entry);
    cpio.write(content);
    cpio.closeArchiveEntry();
  }

  private static List<String> parents(String name) {
    List<String> parents = new ArrayList<>();
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      parents.add(name.substring(0, slash));
    }
    return parents;
  }

  /** The stream-hash of a rootfs: a header line, then the digest of each 2 MiB. */
  public static String streamHash(byte[] rootfs) {
    StringBuilder list = new StringBuilder("stream-hash sha256 " + HASH_CHUNK + "\n");
    for (int start = 0; start < rootfs.length; start += HASH_CHUNK) {
      list.append(
          SeededFile.sha256(
              Arrays.copyOfRange(rootfs, start, Math.min(rootfs.length, start + HASH_CHUNK))));
      list.append('\n');
    }
    return list.toString();
  }

  /** The bytes of an ASCII text. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
