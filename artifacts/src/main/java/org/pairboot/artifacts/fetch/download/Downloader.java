package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.signature.DetachedSignatures;
import org.pairboot.artifacts.fetch.signature.KeyRing;
import org.pairboot.artifacts.fetch.transport.Resume;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport;
import org.pairboot.artifacts.fetch.transport.Transports;
import org.pairboot.conf.DownloadSettings;

/**
 * Turns what an import names into files of this machine that are what they should be. Files that
 * were fetched stay locked and in place until this is closed; what is there after a failure, also
 * of the import, is used by the next one. Not thread-safe.
 */
public final class Downloader implements AutoCloseable {
  private final DownloadArea area;
  private final Retrier retrier;
  private final StreamRules rules;
  private final SignatureGate gate;
  private final Progress progress;
  private final Consumer<String> notices;
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, Path> fetched = new LinkedHashMap<>();
  private final AutoCloseable resources;

  /**
   * What downloads depend on beside the settings.
   *
   * @param nanoClock as {@code System::nanoTime}
   */
  record Surroundings(
      Transport transport, Pause pause, InstantSource clock, LongSupplier nanoClock) {}

  Downloader(
      Path directory,
      DownloadSettings settings,
      Surroundings around,
      Progress progress,
      Consumer<String> notices)
      throws IOException {
    this.area = new DownloadArea(directory);
    this.retrier = new Retrier(around.transport(), settings.retry(), around.pause(), notices);
    this.rules =
        new StreamRules(
            settings.maxSize(), settings.lowestRate(), settings.readTimeout(), around.nanoClock());
    KeyRing keys = KeyRing.load(settings.keyRings());
    this.gate =
        new SignatureGate(
            settings.signatures(),
            keys,
            new DetachedSignatures(keys, around.clock()),
            settings.keyRings(),
            notices);
    this.progress = progress;
    this.notices = notices;
    this.resources = around.transport() instanceof AutoCloseable own ? own : () -> {};
    area.prune(settings.keepPartial(), around.clock().instant());
  }

  /**
   * Begins.
   *
   * @param directory where files arrive; made with the first
   * @param notices hears, in one line each, what users should know
   * @throws DownloadException when the settings make no download possible
   * @throws org.pairboot.artifacts.fetch.signature.KeyRingException when keys cannot be read
   */
  public static Downloader open(
      Path directory, DownloadSettings settings, Progress progress, Consumer<String> notices)
      throws IOException {
    Surroundings around =
        new Surroundings(
            new Transports(settings), Pause.REAL, InstantSource.system(), System::nanoTime);
    return new Downloader(directory, settings, around, progress, notices);
  }

  /**
   * The file {@code artifact}, fetched if it is elsewhere, with the right digest and signature.
   *
   * @throws DownloadException when it cannot be had
   * @throws NotAuthenticException when it is not what it should be
   */
  public Path fetch(Artifact artifact) throws IOException {
    Optional<byte[]> signature = gate.signatureOf(artifact, this::tryRead);
    Path file =
        switch (artifact.source()) {
          case Source.LocalFile(Path path) -> checked(artifact, path);
          case Source.Remote(URI uri) -> fetch(artifact, uri);
        };
    if (signature.isPresent()) {
      gate.check(artifact, file, signature.get(), progress);
    }
    return file;
  }

  /**
   * The bytes of a small file.
   *
   * @throws DownloadException when it cannot be had, or has more than {@code maxBytes}
   */
  public byte[] read(Source source, int maxBytes) throws IOException {
    return tryRead(source, maxBytes)
        .orElseThrow(() -> new DownloadException("no such file: " + source));
  }

  /** What was fetched has been used: deletes it. */
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
        SmallFile file = new SmallFile(maxBytes);
        try {
          retrier.fetch(uri, file);
          yield Optional.of(file.bytes());
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
            "%s is longer than %,d bytes, which no such file is".formatted(path, maxBytes));
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
                    artifact + ": another import is fetching this just now; wait for its end"));
    slots.put(key, slot);
    PartialFile part = new PartialFile(slot.part(), slot.origin(), artifact, rules, progress);
    if (!isThereAlready(artifact, part, slot.part())) {
      fetch(artifact, uri, part, slot.part());
    }
    Path file = slot.finish(artifact.source().fileName());
    fetched.put(key, file);
    return file;
  }

  /** An earlier import may have got all of it, and only the digest can tell. */
  private boolean isThereAlready(Artifact artifact, PartialFile part, Path file)
      throws IOException {
    return artifact.sha256().isPresent()
        && part.mayBeWhole()
        && otherDigest(artifact, file).isEmpty();
  }

  private void fetch(Artifact artifact, URI uri, PartialFile part, Path file) throws IOException {
    fill(artifact, uri, part);
    Optional<Sha256> other = otherDigest(artifact, file);
    if (other.isPresent() && part.isContinued()) {
      notices.accept(artifact + ": the pieces do not make one file; fetching it anew");
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
              ? "; %,d bytes are there, from where the same command goes on".formatted(part.size())
              : "";
      throw new DownloadException(artifact + ": " + e.getMessage() + kept, e);
    }
  }

  /** The digest of {@code file} where it is not the one that it should have. */
  private Optional<Sha256> otherDigest(Artifact artifact, Path file) throws IOException {
    if (artifact.sha256().isEmpty()) {
      return Optional.empty();
    }
    var step = progress.begin("hashing " + artifact.label(), Files.size(file));
    Sha256 actual = FileDigest.of(file, step);
    return actual.equals(artifact.sha256().get()) ? Optional.empty() : Optional.of(actual);
  }

  private static NotAuthenticException wrongDigest(Artifact artifact, Sha256 actual) {
    return new NotAuthenticException(
        "%s: the sha256 should be %s, but that of its bytes is %s; it was not imported"
            .formatted(artifact, artifact.sha256().orElseThrow().hex(), actual.hex()));
  }
}
