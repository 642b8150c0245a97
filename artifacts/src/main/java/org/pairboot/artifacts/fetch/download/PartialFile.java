package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.transport.Incoming;
import org.pairboot.artifacts.fetch.transport.Resume;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/**
 * A file of any size that arrives on disk, in one piece or in many, and stays there until all of it
 * has.
 */
final class PartialFile implements Retrier.Target {
  private final Path file;
  private final Path originFile;
  private final Artifact artifact;
  private final StreamRules rules;
  private final Progress progress;
  private Optional<Origin> origin;
  private boolean continued;

  /**
   * @param file where the bytes are; need not exist
   * @param originFile where it is told what they are from
   */
  PartialFile(Path file, Path originFile, Artifact artifact, StreamRules rules, Progress progress) {
    this.file = file;
    this.originFile = originFile;
    this.artifact = artifact;
    this.rules = rules;
    this.progress = progress;
    this.origin = Origin.read(originFile);
  }

  /** Whether bytes of an earlier answer were kept, which might be of another file. */
  boolean isContinued() {
    return continued;
  }

  /** Whether it may be all there: as long as it should be, or nobody knows how long that is. */
  boolean mayBeWhole() {
    return size() > 0
        && (total().isEmpty() ? artifact.sha256().isPresent() : total().getAsLong() == size());
  }

  @Override
  public Resume resume() {
    long size = size();
    Optional<String> validator = validatorOfThisUrl();
    if (size > 0 && artifact.sha256().isPresent()) {
      // The digest will tell whether the pieces are of one file, wherever they are from.
      return new Resume(size, validator);
    }
    if (size > 0 && validator.isPresent() && total().isPresent()) {
      // Of a file that is there to the last byte that byte is asked for, to know if it is current.
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
      throw DiskTrouble.of(file, e);
    }
  }

  @Override
  public void requireWhole() throws TransferException {
    Lengths.requireWhole(size(), total());
  }

  @Override
  public OutputStream begin(Incoming incoming) throws TransferException {
    long offset = incoming.offset();
    boolean isLengthOfAnother =
        offset > 0
            && total().isPresent()
            && incoming.total().isPresent()
            && !total().equals(incoming.total());
    if (isLengthOfAnother || offset > size()) {
      throw new TransferException(Kind.STALE_PART, "the file has another length than before");
    }
    continued |= offset > 0;
    rules.requireRoom(file.getParent(), incoming);
    try {
      // First what the bytes are from, so that none are ever there without it.
      origin = Optional.of(originOf(incoming));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        DirectoryOwner.inherit(file);
        channel.truncate(offset);
        channel.position(offset);
        origin.get().write(originFile);
        DirectoryOwner.inherit(originFile);
        LongConsumer step =
            progress.begin("fetching " + artifact.label(), incoming.total().orElse(-1));
        return new PartialOutput(channel, file, rules.watch(incoming), step);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskTrouble.of(file, e);
    }
  }

  private Origin originOf(Incoming incoming) {
    boolean whole = incoming.offset() == 0;
    return new Origin(
        artifact.source().toString(),
        whole ? incoming.validator() : incoming.validator().or(this::validatorOfThisUrl),
        whole || incoming.total().isPresent() ? incoming.total() : total());
  }

  private Optional<String> validatorOfThisUrl() {
    return origin.filter(this::isOfThisUrl).flatMap(Origin::validator);
  }

  private boolean isOfThisUrl(Origin known) {
    return known.url().equals(artifact.source().toString());
  }

  private OptionalLong total() {
    return origin.map(Origin::total).orElse(OptionalLong.empty());
  }
}
