package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;

/** Imports of images called fcos into a store of their own. */
final class TestImports {
  /** An initrd that holds an Ignition config. */
  static final byte[] CONFIG = Archive.archive().file("config.ign", "{}").cpio();

  private final Path directory;
  private final ImageStore store;

  /**
   * @param directory for the store and for what is imported
   */
  TestImports(Path directory) throws IOException {
    this.directory = directory;
    store =
        ImageStore.open(directory.resolve("store"), new ImageStore.Options(Duration.ZERO, "test"));
  }

  ImageStore store() {
    return store;
  }

  void assertRefused(ThrowingCallable attempt, Class<? extends Exception> type, String message) {
    assertThatThrownBy(attempt).isInstanceOf(type).hasMessageContaining(message);
    assertThat(store.snapshot().all()).isEmpty();
  }

  PublishResult importPair(byte[] initramfs, byte[] rootfs) throws Exception {
    return run(request(initramfs, Optional.of(rootfs), Optional.empty()));
  }

  PublishResult importAlone(byte[] initramfs) throws Exception {
    return run(request(initramfs, Optional.empty(), Optional.empty()));
  }

  PublishResult run(ImportRequest request) throws Exception {
    return new ImageImporter(store).run(request, Progress.NONE);
  }

  ImportRequest request(byte[] initramfs, Optional<byte[]> rootfs, Optional<String> version)
      throws IOException {
    return request(initramfs, rootfs, version, List.of());
  }

  ImportRequest request(
      byte[] initramfs, Optional<byte[]> rootfs, Optional<String> version, List<Path> extras)
      throws IOException {
    ImportSource source =
        files(
            file("vmlinuz", Bytes.random(1000, 9)),
            file("initramfs.img", initramfs),
            rootfs.isPresent() ? Optional.of(file("rootfs.img", rootfs.get())) : Optional.empty());
    return new ImportRequest("fcos", version, source, extras, "", Optional.empty(), false, false);
  }

  /** Without anything that need not be given. */
  static ImportRequest plain(String name, ImportSource source) {
    return new ImportRequest(
        name, Optional.empty(), source, List.of(), "", Optional.empty(), false, false);
  }

  /** Files of a system that the initramfs tells. */
  static ImportSource files(Path kernel, Path initramfs, Optional<Path> rootfs) {
    return new ImportSource.Files(kernel, initramfs, rootfs, Optional.empty());
  }

  static ImportRequest withExtras(ImportRequest request, Path... extras) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        List.of(extras),
        request.kernelArguments(),
        request.architecture(),
        request.allowUnverified(),
        request.keepFat());
  }

  static ImportRequest keepingFat(ImportRequest request) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        request.extras(),
        request.kernelArguments(),
        request.architecture(),
        request.allowUnverified(),
        true);
  }

  static ImportRequest withConsent(ImportRequest request) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        request.extras(),
        request.kernelArguments(),
        request.architecture(),
        true,
        request.keepFat());
  }

  Path extra() throws IOException {
    Path apart = Files.createDirectory(directory.resolve("apart"));
    return Files.write(apart.resolve("extra.img"), CONFIG);
  }

  Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  static byte[] bytes(Content content) throws IOException {
    try (ContentReader reader = content.open()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return bytes.array();
    }
  }
}
