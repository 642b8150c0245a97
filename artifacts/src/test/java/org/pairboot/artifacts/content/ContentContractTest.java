package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.content.ContentReader.Sink;

/** What every content has to do, whatever it is made of. */
class ContentContractTest {
  private static final int LENGTH = 23;
  private static final byte[] EXPECTED = new byte[LENGTH];

  static {
    new Random(7).nextBytes(EXPECTED);
  }

  @TempDir static Path temp;

  static Stream<Content> contents() throws IOException {
    return Stream.of(
        bytes(0, LENGTH),
        file(0, LENGTH),
        join(bytes(0, LENGTH)),
        join(bytes(0, 0), file(0, 5), bytes(5, 6), file(6, 6), bytes(6, 17), file(17, LENGTH)),
        join(join(file(0, 1), bytes(1, 9)), bytes(9, 9), join(file(9, 20), file(20, LENGTH))));
  }

  static Stream<Content> empties() throws IOException {
    return Stream.of(bytes(3, 3), file(3, 3), join(), join(bytes(3, 3), file(3, 3)));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void hasTheLengthAndDigestOfTheBytes(Content content) throws IOException {
    Sha256 digest = Sha256.of(ByteBuffer.wrap(EXPECTED));
    assertThat(content.length()).isEqualTo(LENGTH);
    assertThat(ContentHash.of(List.of(content), hashed -> {})).isEqualTo(digest);
    assertThat(content.digest().orElse(digest)).isEqualTo(digest);
    assertThat(content.digest().orElse(content.identity())).isEqualTo(content.identity());
  }

  @Test
  void identifiesAConcatenationByItsPartsAndTheirOrder() throws IOException {
    Content whole = join(bytes(0, 5), bytes(5, LENGTH));
    assertThat(whole.digest()).isEmpty();
    assertThat(whole.identity()).isEqualTo(join(file(0, 5), file(5, LENGTH)).identity());
    assertThat(
            List.of(
                join(bytes(5, LENGTH), bytes(0, 5)),
                join(bytes(0, 5), bytes(5, LENGTH - 1)),
                join(bytes(0, 5)),
                bytes(0, LENGTH)))
        .extracting(Content::identity)
        .doesNotContain(whole.identity());
  }

  @ParameterizedTest
  @MethodSource("contents")
  void readsFromAnyPosition(Content content) throws IOException {
    for (IntFunction<ByteBuffer> kind :
        List.<IntFunction<ByteBuffer>>of(ByteBuffer::allocate, ByteBuffer::allocateDirect)) {
      try (ContentReader reader = content.open()) {
        assertThat(reader.length()).isEqualTo(LENGTH);
        for (int position = 0; position <= LENGTH + 2; position++) {
          for (int room = 0; room <= LENGTH + 2; room++) {
            ByteBuffer target = kind.apply(room + 2).position(1).limit(room + 1);
            int expected = Math.clamp(LENGTH - position, 0, room);
            assertThat(reader.read(position, target)).isEqualTo(expected);
            assertThat(target.position()).isEqualTo(1 + expected);
            byte[] actual = new byte[expected];
            target.get(1, actual);
            assertThat(actual).isEqualTo(slice(position, position + expected));
          }
        }
        assertThat(reader.read(Long.MAX_VALUE, kind.apply(1))).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("contents")
  void transfersTheRequestedRange(Content content) throws IOException {
    try (ContentReader reader = content.open()) {
      for (int position = 0; position <= LENGTH + 2; position++) {
        for (int count = 0; count <= LENGTH + 2; count++) {
          BoundedSink sink = new BoundedSink(Integer.MAX_VALUE);
          int expected = Math.clamp(LENGTH - position, 0, count);
          assertThat(reader.transferTo(position, count, sink)).isEqualTo(expected);
          assertThat(sink.taken()).isEqualTo(slice(position, position + expected));
        }
      }
      BoundedSink sink = new BoundedSink(Integer.MAX_VALUE);
      assertThat(reader.transferTo(2, Long.MAX_VALUE, sink)).isEqualTo(LENGTH - 2);
      assertThat(reader.transferTo(Long.MAX_VALUE, 1, sink)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("contents")
  void continuesATransferWhereASlowSinkStopped(Content content) throws IOException {
    for (int step = 1; step < LENGTH; step++) {
      BoundedSink sink = new BoundedSink(step);
      try (ContentReader reader = content.open()) {
        long position = 0;
        while (position < LENGTH) {
          sink.full = position % 2 == 0 && !sink.full;
          long taken = reader.transferTo(position, LENGTH - position, sink);
          assertThat(taken).isBetween(sink.full ? 0L : 1L, LENGTH - position);
          position += taken;
          assertThat(sink.taken()).isEqualTo(slice(0, (int) position));
        }
      }
      assertThat(sink.taken()).isEqualTo(EXPECTED);
    }
  }

  @ParameterizedTest
  @MethodSource("contents")
  void refusesNegativeRanges(Content content) throws IOException {
    BoundedSink sink = new BoundedSink(Integer.MAX_VALUE);
    try (ContentReader reader = content.open()) {
      assertThatThrownBy(() -> reader.read(-1, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reader.transferTo(-1, 1, sink))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reader.transferTo(0, -1, sink))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(sink.taken()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("contents")
  void mapsTheBytesIfItMapsAny(Content content) throws IOException {
    try (ContentReader reader = content.open()) {
      reader
          .mapped()
          .ifPresent(
              memory -> assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(EXPECTED));
    }
  }

  @ParameterizedTest
  @MethodSource("contents")
  void hasIndependentReadersThatCloseTwice(Content content) throws IOException {
    ContentReader first = content.open();
    try (ContentReader second = content.open()) {
      first.close();
      first.close();
      assertThat(second.read(0, ByteBuffer.allocate(LENGTH))).isEqualTo(LENGTH);
    }
    try (ContentReader third = content.open()) {
      assertThat(third.read(0, ByteBuffer.allocate(LENGTH))).isEqualTo(LENGTH);
    }
  }

  @ParameterizedTest
  @MethodSource("empties")
  void readsNothingFromEmptyContent(Content content) throws IOException {
    assertThat(content.length()).isZero();
    assertThat(ContentHash.of(List.of(content), hashed -> {}))
        .isEqualTo(Sha256.of(ByteBuffer.allocate(0)));
    try (ContentReader reader = content.open()) {
      assertThat(reader.read(0, ByteBuffer.allocate(4))).isZero();
      assertThat(reader.transferTo(0, 4, new BoundedSink(Integer.MAX_VALUE))).isZero();
      reader.mapped().ifPresent(memory -> assertThat(memory.byteSize()).isZero());
    }
  }

  private static Content bytes(int from, int to) {
    return BytesContent.of(slice(from, to));
  }

  private static Content file(int from, int to) throws IOException {
    // Longer than the content, as a file that has been appended to since would be.
    Path file = Files.createTempFile(temp, "part", "");
    Files.write(file, slice(from, to));
    Files.writeString(file, "more", StandardOpenOption.APPEND);
    return new FileContent(file, to - from, Sha256.of(ByteBuffer.wrap(slice(from, to))));
  }

  private static Content join(Content... parts) {
    return new Concatenation(List.of(parts));
  }

  private static byte[] slice(int from, int to) {
    return Arrays.copyOfRange(EXPECTED, Math.min(from, LENGTH), Math.min(to, LENGTH));
  }

  /** Takes at most {@code step} bytes a call, or none while it is full. */
  private static final class BoundedSink implements Sink {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final WritableByteChannel channel = Channels.newChannel(taken);
    private final int step;
    private boolean full;

    BoundedSink(int step) {
      this.step = step;
    }

    byte[] taken() {
      return taken.toByteArray();
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
      return full ? 0 : file.transferTo(position, Math.min(step, count), channel);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (full) {
        return 0;
      }
      int count = Math.min(step, bytes.remaining());
      int written = channel.write(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + written);
      return written;
    }
  }
}
