package org.pairboot.artifacts.fetch.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.content.DiskSpace;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport.Incoming;
import org.pairboot.artifacts.fetch.transport.Transport.Resume;
import org.pairboot.artifacts.text.Json;

/**
 * A file of any size that arrives on disk, in one piece or in several, and stays there until it is
 * complete.
 */
final class PartialFile implements Retrier.Target {
  private final Path file;
  private final Path originFile;
  private final Artifact artifact;
  private final ArrivalLimits limits;
  private final Progress progress;
  private Optional<Origin> origin;
  private boolean continued;

  /** The bytes that {@code slot} already has are resumed. */
  PartialFile(DownloadArea.Slot slot, Artifact artifact, ArrivalLimits limits, Progress progress) {
    this.file = slot.part();
    this.originFile = slot.origin();
    this.artifact = artifact;
    this.limits = limits;
    this.progress = progress;
    this.origin = Origin.read(originFile);
  }

  /** Whether bytes of an earlier response were kept, which might come from another file. */
  boolean isContinued() {
    return continued;
  }

  /** Whether it may be complete: it has its full length, or nobody knows what that is. */
  boolean mayBeWhole() {
    return size() > 0
        && (total().isEmpty() ? artifact.sha256().isPresent() : total().getAsLong() == size());
  }

  @Override
  public Resume resume() {
    long size = size();
    Optional<String> validator = validatorOfThisUrl();
    if (size > 0 && artifact.sha256().isPresent()) {
      // The digest will show whether the pieces are from one file, whichever server sent them.
      return new Resume(size, validator);
    }
    if (size > 0 && validator.isPresent() && total().isPresent()) {
      // For a complete file the last byte is requested again, to learn whether it is current.
      return new Resume(Math.min(size, total().getAsLong() - 1), validator);
    }
    return Resume.NOTHING;
  }

  @Override
  public long size() {
    return file.toFile().length();
  }

  @Override
  public void discard() throws TransferException {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(originFile);
      origin = Optional.empty();
      continued = false;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void requireWhole() throws TransferException {
    ArrivalLimits.requireWhole(size(), total());
  }

  @Override
  public OutputStream begin(Incoming incoming) throws TransferException {
    long offset = incoming.offset();
    boolean hasOtherLength =
        offset > 0
            && total().isPresent()
            && incoming.total().isPresent()
            && !total().equals(incoming.total());
    if (hasOtherLength || offset > size()) {
      throw new TransferException(
          Kind.STALE_PART, "the length of the file on the server has changed");
    }
    continued |= offset > 0;
    limits.requireRoom(file.getParent(), incoming);
    try {
      origin = Optional.of(originOf(incoming));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        DirectoryOwner.inherit(file);
        channel.truncate(offset);
        channel.position(offset);
        // Written before the bytes, so that none are ever here without their origin.
        origin.get().write(originFile);
        DirectoryOwner.inherit(originFile);
        LongConsumer step =
            progress.begin("fetching " + artifact.label(), incoming.total().orElse(-1));
        return new Appender(channel, limits.watch(incoming), step);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Origin originOf(Incoming incoming) {
    boolean whole = incoming.offset() == 0;
    return new Origin(
        artifact.source().identity(),
        whole ? incoming.validator() : incoming.validator().or(this::validatorOfThisUrl),
        whole || incoming.total().isPresent() ? incoming.total() : total());
  }

  private Optional<String> validatorOfThisUrl() {
    return origin
        .filter(known -> known.url().equals(artifact.source().identity()))
        .flatMap(Origin::validator);
  }

  private TransferException unwritable(IOException cause) {
    if (cause instanceof TransferException known) {
      return known;
    }
    String reason =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : String.valueOf(cause.getMessage());
    return DiskSpace.isFull(cause)
        ? new TransferException(
            Kind.NO_ROOM,
            "the file system of %s is full; free some space and try again"
                .formatted(file.getParent()),
            cause)
        : new TransferException(Kind.FINAL, "cannot write %s: %s".formatted(file, reason), cause);
  }

  private OptionalLong total() {
    return origin.map(Origin::total).orElse(OptionalLong.empty());
  }

  /** Appends without a buffer: bytes that have arrived are kept, however the process ends. */
  private final class Appender extends OutputStream {
    private final FileChannel channel;
    private final ArrivalLimits.Watch watch;
    private final LongConsumer step;

    Appender(FileChannel channel, ArrivalLimits.Watch watch, LongConsumer step) {
      this.channel = channel;
      this.watch = watch;
      this.step = step;
    }

    @Override
    public void write(int b) throws TransferException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws TransferException {
      watch.arrived(length);
      try {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
      step.accept(watch.size());
    }

    @Override
    public void close() throws TransferException {
      try {
        channel.close();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }

  /**
   * Which file the bytes come from; kept beside them.
   *
   * @param url the URL that was requested, without user name and password
   * @param validator the file's strong entity tag, if it has one
   * @param total its length in bytes, if the server reported it
   */
  private record Origin(String url, Optional<String> validator, OptionalLong total) {
    /** A URL and an entity tag are far shorter. */
    private static final int MAX_BYTES = 16 << 10;

    /** Empty when {@code file} has nothing that can be used. */
    static Optional<Origin> read(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        JsonNode node = Json.MAPPER.readTree(in.readNBytes(MAX_BYTES));
        JsonNode total = node.path("total");
        return node.path("url").isTextual()
            ? Optional.of(
                new Origin(
                    node.path("url").textValue(),
                    Optional.ofNullable(node.path("etag").textValue()),
                    total.isIntegralNumber()
                        ? OptionalLong.of(total.longValue())
                        : OptionalLong.empty()))
            : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    void write(Path file) throws IOException {
      ObjectNode node = Json.MAPPER.createObjectNode().put("url", url);
      validator.ifPresent(tag -> node.put("etag", tag));
      total.ifPresent(bytes -> node.put("total", bytes));
      Files.write(file, Json.MAPPER.writeValueAsBytes(node));
    }
  }
}
