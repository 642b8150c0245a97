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
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.conf.DownloadSettings;
import org.pairboot.conf.DownloadSettings.SignaturePolicy;
import org.pairboot.conf.ProxySettings;

/** Imports images named fcos into a store of their own. */
final class TestImports {
  static final DownloadSettings SETTINGS =
      new DownloadSettings(
          SignaturePolicy.OFF,
          List.of(),
          List.of(),
          new DownloadSettings.Retry(0, Duration.ofSeconds(1), Duration.ofSeconds(1)),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          0,
          1L << 30,
          0,
          ProxySettings.NONE,
          Optional.empty(),
          Duration.ofDays(7));

  /** An initrd with an Ignition config. */
  static final byte[] CONFIG = Archive.archive().file("config.ign", "{}").cpio();

  private final Path directory;
  private final ImageStore store;

  /**
   * @param directory of the store and of the imported files
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
    return importer(store).run(request, Progress.NONE);
  }

  /** One that fetches from a mirror. */
  static ImageImporter importerFrom(ImageStore store, String mirror) {
    DownloadSettings settings =
        new DownloadSettings(
            SETTINGS.signatures(),
            SETTINGS.keyRings(),
            SETTINGS.authorities(),
            SETTINGS.retry(),
            SETTINGS.connectTimeout(),
            SETTINGS.readTimeout(),
            SETTINGS.lowestRate(),
            SETTINGS.maxSize(),
            SETTINGS.maxRedirects(),
            SETTINGS.proxy(),
            Optional.of(mirror),
            SETTINGS.keepPartial());
    return new ImageImporter(store, settings, notice -> {});
  }

  static ImageImporter importer(ImageStore store) {
    return new ImageImporter(store, SETTINGS, notice -> {});
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
            file("vmlinuz", Kernels.bzImage("kernel")),
            file("initramfs.img", initramfs),
            rootfs.isPresent() ? Optional.of(file("rootfs.img", rootfs.get())) : Optional.empty());
    return request("fcos", version, source, extras, "", false, false);
  }

  /** A request without options. */
  static ImportRequest plain(String name, ImportSource source) {
    return withArguments(name, source, "", false);
  }

  static ImportRequest withArguments(
      String name, ImportSource source, String arguments, boolean allowUnverified) {
    return request(name, Optional.empty(), source, List.of(), arguments, allowUnverified, false);
  }

  private static ImportRequest request(
      String name,
      Optional<String> version,
      ImportSource source,
      List<Path> extras,
      String arguments,
      boolean allowUnverified,
      boolean keepFat) {
    return new ImportRequest(
        name,
        version,
        source,
        extras.stream().map(TestImports::local).toList(),
        arguments,
        Optional.empty(),
        allowUnverified,
        keepFat,
        List.of());
  }

  /** Separate files of the system that the initramfs shows. */
  static ImportSource files(Path kernel, Path initramfs, Optional<Path> rootfs) {
    return files(kernel, initramfs, rootfs, Optional.empty());
  }

  static ImportSource files(
      Path kernel, Path initramfs, Optional<Path> rootfs, Optional<Preset> preset) {
    return new ImportSource.Files(
        local(kernel), Optional.of(local(initramfs)), rootfs.map(TestImports::local), preset);
  }

  static Source local(Path file) {
    return new Source.LocalFile(file);
  }

  static ImportRequest withExtras(ImportRequest request, Path... extras) {
    return request(
        request.name(),
        request.version(),
        request.source(),
        List.of(extras),
        request.kernelArguments(),
        request.allowUnverified(),
        request.keepFat());
  }

  static ImportRequest withArchitecture(ImportRequest request, Architecture architecture) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        request.extras(),
        request.kernelArguments(),
        Optional.of(architecture),
        request.allowUnverified(),
        request.keepFat(),
        request.channels());
  }

  static ImportRequest withArguments(ImportRequest request, String arguments) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        request.extras(),
        arguments,
        request.architecture(),
        request.allowUnverified(),
        request.keepFat(),
        request.channels());
  }

  static ImportRequest keepingFat(ImportRequest request) {
    return request(request.name(), request.version(), request.source(), List.of(), "", false, true);
  }

  static ImportRequest allowingUnverified(ImportRequest request) {
    return request(request.name(), request.version(), request.source(), List.of(), "", true, false);
  }

  static ImportRequest allowingUnknownKernel(ImportRequest request) {
    return with(request, request.wrapped(), true, request.unpackLimit());
  }

  static ImportRequest limitedTo(UnpackLimit limit, ImportRequest request) {
    return with(request, request.wrapped(), request.allowUnknownKernel(), limit);
  }

  static ImportRequest wrapping(ImportRequest request, WrappedFile... wrapped) {
    return with(request, List.of(wrapped), request.allowUnknownKernel(), request.unpackLimit());
  }

  private static ImportRequest with(
      ImportRequest request,
      List<WrappedFile> wrapped,
      boolean allowUnknownKernel,
      UnpackLimit limit) {
    return new ImportRequest(
        request.name(),
        request.version(),
        request.source(),
        request.extras(),
        wrapped,
        request.kernelArguments(),
        request.architecture(),
        request.allowUnverified(),
        allowUnknownKernel,
        limit,
        request.keepFat(),
        request.channels(),
        request.listed());
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
