package org.pairboot.artifacts.fetch.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.testing.Property;

class TftpReadTest {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private OptionalLong length = OptionalLong.empty();

  @Test
  void asksForWhatMakesATransferQuick() throws Exception {
    assertThat(new String(read(true).request(), UTF_8))
        .isEqualTo(
            "\0\1a/b\0octet\0blksize\0"
                + "1428\0windowsize\0"
                + "32\0tsize\0"
                + "0\0rollover\0"
                + "0\0");
    assertThat(new String(read(false).request(), UTF_8)).isEqualTo("\0\1a/b\0octet\0");
  }

  @Test
  void readsFromAServerWithoutOptions() throws Exception {
    TftpRead read = read(true);
    assertThat(read.on(data(1, 512))).hasValueSatisfying(acknowledgesBlock(1));
    assertThat(read.on(data(2, 100))).hasValueSatisfying(acknowledgesBlock(2));
    read.finish();

    assertThat(read.isDone()).isTrue();
    assertThat(file.size()).isEqualTo(612);
    assertThat(length).isEmpty();
  }

  @Test
  void acknowledgesWholeWindowsAndTheEnd() throws Exception {
    TftpRead read = read(true);
    assertThat(read.on(oack("BLKSIZE\0" + "8\0windowsize\0" + "3\0tsize\0" + "34\0")))
        .hasValueSatisfying(acknowledgesBlock(0));
    assertThat(read.on(data(1, 8))).isEmpty();
    assertThat(read.on(data(2, 8))).isEmpty();
    assertThat(read.on(data(3, 8))).hasValueSatisfying(acknowledgesBlock(3));
    assertThat(read.on(data(4, 8))).isEmpty();
    assertThat(read.on(data(5, 2))).hasValueSatisfying(acknowledgesBlock(5));

    assertThat(read.isDone()).isTrue();
    assertThat(length).hasValue(34);
  }

  @Test
  void goesBackToAGapOnce() throws Exception {
    TftpRead read = read(true);
    read.on(oack("blksize\0" + "8\0windowsize\0" + "4\0"));
    read.on(data(1, 8));
    assertThat(read.on(data(3, 8))).hasValueSatisfying(acknowledgesBlock(1));
    assertThat(read.on(data(4, 8))).isEmpty();
    assertThat(read.on(data(2, 8))).isEmpty();
    assertThat(file.size()).isZero();
    assertThat(read.blocks()).isEqualTo(2);
  }

  @Test
  void repeatsALostAcknowledgementAndIgnoresOlderBlocks() throws Exception {
    TftpRead read = read(false);
    read.on(data(1, 512));
    read.on(data(2, 512));
    assertThat(read.on(data(2, 512))).hasValueSatisfying(acknowledgesBlock(2));
    assertThat(read.on(data(1, 512))).isEmpty();
    assertThat(read.again()).satisfies(acknowledgesBlock(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void continuesWithZeroOrOneAfterTheLastNumber(int rollover) throws Exception {
    long[] size = {0};
    TftpRead read =
        new TftpRead(
            "f",
            false,
            incoming ->
                new OutputStream() {
                  @Override
                  public void write(int b) {
                    size[0]++;
                  }

                  @Override
                  public void write(byte[] bytes, int offset, int count) {
                    size[0] += count;
                  }
                });
    ByteBuffer block = data(1, 512);
    for (int number = 1; number <= 65535; number++) {
      block.putShort(2, (short) number);
      read.on(block.duplicate());
    }
    assertThat(read.on(data(rollover, 512))).hasValueSatisfying(acknowledgesBlock(rollover));
    assertThat(read.on(data(rollover + 1, 7))).hasValueSatisfying(acknowledgesBlock(rollover + 1));
    read.finish();

    assertThat(read.isDone()).isTrue();
    assertThat(size[0]).isEqualTo(65536L * 512 + 7);
  }

  @ParameterizedTest
  @CsvSource({"0, FINAL", "1, ABSENT", "2, FINAL", "8, FINAL"})
  void tellsAMissingFileFromOtherRefusals(int code, Kind kind) throws Exception {
    TftpRead read = read(true);

    assertThatThrownBy(() -> read.on(ByteBuffer.wrap(TftpRead.error(code, "no such thing"))))
        .isInstanceOf(TransferException.class)
        .hasMessage("TFTP error " + code + ": no such thing")
        .asInstanceOf(type(TransferException.class))
        .returns(kind, TransferException::kind);
    assertThat(read.isRefused()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"blksize\0" + "9000\0", "windowsize\0" + "0\0", "rollover\0" + "1\0", "x\0y\0"})
  void rejectsOptionsThatNobodyAskedFor(String options) throws Exception {
    TftpRead read = read(true);

    assertThatThrownBy(() -> read.on(oack(options))).hasMessageContaining("nobody asked for");
  }

  @Test
  void rejectsBlocksLargerThanAgreed() throws Exception {
    TftpRead read = read(false);

    assertThatThrownBy(() -> read.on(data(1, 513))).hasMessageContaining("512 bytes");
  }

  @Test
  void rejectsANameThatNoRequestCanHold() {
    assertThatThrownBy(() -> new TftpRead("x".repeat(500), true, incoming -> file))
        .hasMessage("the name is too long for TFTP");
  }

  @Test
  void anyPacketIsTakenOrIgnoredOrEndsTheTransfer() {
    Property.holds(draw -> {
      TftpRead read = new TftpRead("f", draw.bool(), incoming -> new ByteArrayOutputStream());
      try {
        for (int i = draw.between(0, 30); i > 0 && !read.isDone(); i--) {
          byte[] packet = draw.bytes(40);
          if (packet.length > 1) {
            packet[0] = 0;
            packet[1] = (byte) draw.between(0, 7);
          }
          if (packet.length > 3 && draw.bool()) {
            packet[2] = 0;
            packet[3] = (byte) draw.between(0, 4);
          }
          read.on(ByteBuffer.wrap(packet));
        }
      } catch (TransferException e) {
        assertThat(e.getMessage()).startsWith("TFTP");
      }
    });
  }

  /** A server with a plain timer, and a link that loses, doubles and delays packets. */
  @Test
  void aLossyLinkChangesNothingAndIsNotFlooded() {
    Property.tries(200)
        .hold(draw -> {
          byte[] content = new byte[draw.between(0, 3000)];
          new Random(draw.between(0, 1 << 20)).nextBytes(content);
          int blksize = draw.between(8, 60);
          int windowsize = draw.between(1, 32);
          LossyTftpServer server =
              new LossyTftpServer(content, blksize, windowsize, draw.random(), draw.between(0, 30));
          ByteArrayOutputStream received = new ByteArrayOutputStream();
          TftpRead read =
              new TftpRead(
                  "f",
                  true,
                  incoming -> {
                    assertThat(incoming.total()).hasValue(content.length);
                    return received;
                  });

          long packets = server.serve(read);
          read.finish();

          assertThat(received.toByteArray()).isEqualTo(content);
          long blocks = content.length / blksize + 1;
          assertThat(packets).isLessThan(60 * blocks + 60);
        });
  }

  private TftpRead read(boolean withOptions) throws IOException {
    return new TftpRead(
        "a/b",
        withOptions,
        incoming -> {
          length = incoming.total();
          return file;
        });
  }

  private static ThrowingConsumer<byte[]> acknowledgesBlock(int number) {
    return packet -> assertThat(packet).containsExactly(0, 4, number >> 8, number);
  }

  static ByteBuffer data(int number, int size) {
    return ByteBuffer.allocate(4 + size).putShort((short) 3).putShort((short) number).position(0);
  }

  private static ByteBuffer oack(String options) {
    return ByteBuffer.wrap(("\0\6" + options).getBytes(UTF_8));
  }
}
