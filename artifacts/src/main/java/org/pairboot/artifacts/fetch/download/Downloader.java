package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.DownloadArea.Slot;
import org.pairboot.artifacts.fetch.download.DownloadException.NotAuthenticException;
import org.pairboot.artifacts.fetch.signature.DetachedSignatures;
import org.pairboot.artifacts.fetch.signature.KeyRing;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport;
import org.pairboot.artifacts.fetch.transport.Transport.Resume;
import org.pairboot.artifacts.fetch.transport.Transports;
import org.pairboot.conf.DownloadSettings;

/**
 * Fetches the files that an import names, and checks their digests and signatures. Fetched files
 * stay locked and in place until this is closed; what a failed import leaves, the next one resumes.
 * Not thread-safe.
 */
public final class Downloader implements AutoCloseable {
  private final DownloadArea area;
  private final Retrier retrier;
  private final ArrivalLimits limits;
  private final SignatureCheck signatures;
  private final Progress progress;
  private final Consumer<String> notices;
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, Path> fetched = new LinkedHashMap<>();
  private final AutoCloseable resources;

  /**
   * The network and the clocks, which tests replace.
   *
   * @param nanoClock as {@code System::nanoTime}
   */
  record Environment(
      Transport transport, Retrier.Pause pause, InstantSource clock, LongSupplier nanoClock) {}

  Downloader(
      Path directory,
      DownloadSettings settings,
      Environment environment,
      Progress progress,
      Consumer<String> notices)
      throws IOException {
    this.area = new DownloadArea(directory);
    this.retrier =
        new Retrier(environment.transport(), settings.retry(), environment.pause(), notices);
    this.limits = new ArrivalLimits(settings, environment.nanoClock());
    KeyRing keys = KeyRing.load(settings.keyRings());
    this.signatures =
        new SignatureCheck(
            settings.signatures(),
            keys,
            new DetachedSignatures(keys, environment.clock()),
            settings.keyRings(),
            notices);
    this.progress = progress;
    this.notices = notices;
    this.resources = environment.transport() instanceof AutoCloseable own ? own : () -> {};
    area.prune(settings.keepPartial(), environment.clock().instant());
  }

  /**
   * Opens a downloader.
   *
   * @param directory where files arrive; created with the first one
   * @param notices receives lines for the user
   * @throws DownloadException when the settings allow no download
   * @throws KeyRing.KeyRingException when keys cannot be read
   */
  public static Downloader open(
      Path directory, DownloadSettings settings, Progress progress, Consumer<String> notices)
      throws IOException {
    Environment environment =
        new Environment(
            new Transports(settings), Thread::sleep, InstantSource.system(), System::nanoTime);
    return new Downloader(directory, settings, environment, progress, notices);
  }

  /**
   * Fetches {@code artifact} unless it is a local file, and checks its digest and signature.
   *
   * @throws DownloadException when it cannot be fetched
   * @throws NotAuthenticException when its digest or signature is wrong
   */
  public Path fetch(Artifact artifact) throws IOException {
    Optional<byte[]> signature = signatures.signatureOf(artifact, this::tryRead);
    Path file =
        switch (artifact.source()) {
          case Source.LocalFile(Path path) -> checked(artifact, path);
          case Source.Remote(URI uri) -> fetch(artifact, uri);
        };
    if (signature.isPresent()) {
      signatures.check(artifact, file, signature.get(), progress);
    }
    return file;
  }

  /**
   * The bytes of a small file.
   *
   * @throws DownloadException when it cannot be fetched, or has more than {@code maxBytes}
   */
  public byte[] read(Source source, int maxBytes) throws IOException {
    return tryRead(source, maxBytes)
        .orElseThrow(() -> new DownloadException("no such file: " + source));
  }

  /** Deletes what was fetched, after it has been used. */
  public void discard() throws IOException {
    for (Slot slot : slots.values()) {
      slot.delete();
    }
    fetched.clear();
  }

  @Override
  public void close() throws IOException {
    for (Slot slot : slots.values()) {
      slot.close();
    }
    slots.clear();
    try {
      resources.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private Optional<byte[]> tryRead(Source source, int maxBytes) throws IOException {
    return switch (source) {
      case Source.LocalFile(Path path) -> readLocal(path, maxBytes);
      case Source.Remote(URI uri) -> {
        try {
          yield Optional.of(retrier.read(uri, maxBytes));
        } catch (TransferException e) {
          if (e.kind() == Kind.ABSENT) {
            yield Optional.empty();
          }
          throw new DownloadException(source + ": " + e.getMessage(), e);
        }
      }
    };
  }

  private static Optional<byte[]> readLocal(Path path, int maxBytes) throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new DownloadException(
            "%s: larger than %,d bytes, the limit for this file".formatted(path, maxBytes));
      }
      return Optional.of(bytes);
    }
  }

  private Path checked(Artifact artifact, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DownloadException(artifact.label() + ": no such file: " + file);
    }
    Optional<Sha256> other = otherDigest(artifact, file);
    if (other.isPresent()) {
      throw wrongDigest(artifact, other.get());
    }
    return file;
  }

  private Path fetch(Artifact artifact, URI uri) throws IOException {
    String key = DownloadArea.key(artifact);
    if (fetched.containsKey(key)) {
      return fetched.get(key);
    }
    Slot slot =
        area.take(key)
            .orElseThrow(() ->
                new DownloadException(
                    artifact
                        + ": another import is fetching this file; wait until it has finished"));
    slots.put(key, slot);
    PartialFile part = new PartialFile(slot, artifact, limits, progress);
    if (!isComplete(artifact, part, slot.part())) {
      fetch(artifact, uri, part, slot.part());
    }
    Path file = slot.finish(artifact.source().fileName());
    fetched.put(key, file);
    return file;
  }

  /** Whether an earlier import has fetched all of it, which only the digest can show. */
  private boolean isComplete(Artifact artifact, PartialFile part, Path file) throws IOException {
    return artifact.sha256().isPresent()
        && part.mayBeWhole()
        && otherDigest(artifact, file).isEmpty();
  }

  private void fetch(Artifact artifact, URI uri, PartialFile part, Path file) throws IOException {
    fill(artifact, uri, part);
    Optional<Sha256> other = otherDigest(artifact, file);
    if (other.isPresent() && part.isContinued()) {
      notices.accept(
          artifact + ": the resumed file has a wrong digest; fetching it again from the start");
      part.discard();
      fill(artifact, uri, part);
      other = otherDigest(artifact, file);
    }
    if (other.isPresent()) {
      part.discard();
      throw wrongDigest(artifact, other.get());
    }
  }

  private void fill(Artifact artifact, URI uri, PartialFile part) throws DownloadException {
    try {
      retrier.fetch(uri, part);
    } catch (TransferException e) {
      String kept =
          part.size() > 0 && !part.resume().equals(Resume.NOTHING)
              ? "; %,d bytes were kept, and the same command resumes from there"
                  .formatted(part.size())
              : "";
      throw new DownloadException(artifact + ": " + e.getMessage() + kept, e);
    }
  }

  /** The digest of {@code file} if it is not the expected one. */
  private Optional<Sha256> otherDigest(Artifact artifact, Path file) throws IOException {
    if (artifact.sha256().isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Sha256 actual =
          ContentHash.of(
              channel, progress.beginCounting("hashing " + artifact.label(), channel.size()));
      return actual.equals(artifact.sha256().get()) ? Optional.empty() : Optional.of(actual);
    }
  }

  private static NotAuthenticException wrongDigest(Artifact artifact, Sha256 actual) {
    return new NotAuthenticException(
        "%s: expected sha256 %s, but the file has %s; it was not imported"
            .formatted(artifact, artifact.sha256().orElseThrow().hex(), actual.hex()));
  }
}
