package org.pairboot.it.firmware.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final int EVERYTHING = 10_000;

  @Test
  void parsesAddressesPortsAndPayload() {
    Frame frame = parse(Packets.ethernet(1, 0, Packets.bytes("hello"), 0)).orElseThrow();

    assertThat(frame.udp()).isTrue();
    assertThat(frame.source()).hasToString("10.69.0.100:2070");
    assertThat(frame.target()).hasToString("10.69.0.1:69");
    assertThat(frame.text()).isEqualTo("hello");
    assertThat(frame.length()).isEqualTo(5);
  }

  @Test
  void ignoresEthernetPadding() {
    assertThat(parse(Packets.ethernet(1, 0, Packets.bytes("ab"), 16)).orElseThrow().text())
        .isEqualTo("ab");
  }

  @Test
  void keepsTheLengthOnTheWireOfATruncatedPayload() {
    byte[] whole = Packets.ethernet(1, 0, new byte[1432], 0);

    Frame frame = parse(Arrays.copyOf(whole, 500)).orElseThrow();

    assertThat(frame.length()).isEqualTo(1432);
    assertThat(frame.payload().remaining()).isEqualTo(500 - 42);
  }

  @Test
  void ignoresLaterFragmentsAndOtherProtocols() {
    assertThat(parse(Packets.ethernet(1, 185, new byte[40], 0))).isEmpty();
    byte[] icmp = Packets.ethernet(1, 0, new byte[40], 0);
    icmp[14 + 9] = 1;
    assertThat(parse(icmp)).isEmpty();
    byte[] ipv6 = Packets.ethernet(1, 0, new byte[40], 0);
    ipv6[12] = (byte) 0x86;
    assertThat(parse(ipv6)).isEmpty();
  }

  @Test
  void readsACaptureAndCopiesItUpToALimit() throws IOException {
    byte[] packet = Packets.ethernet(1, 0, Packets.bytes("one"), 0);
    byte[] file = pcap(packet, packet);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    PcapReader reader =
        new PcapReader(new ByteArrayInputStream(file), copy, packet.length + 16 + 10);

    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isEmpty();
    assertThat(copy.size()).isEqualTo(24 + 16 + packet.length);
  }

  @Test
  void rejectsAFileThatIsNotACapture() {
    assertThatThrownBy(() ->
            new PcapReader(
                new ByteArrayInputStream(new byte[24]), new ByteArrayOutputStream(), EVERYTHING))
        .isInstanceOf(IOException.class);
  }

  private static Optional<Frame> parse(byte[] packet) {
    return Frame.parse(ByteBuffer.wrap(packet));
  }

  private static byte[] pcap(byte[]... packets) {
    ByteBuffer file = ByteBuffer.allocate(EVERYTHING).order(ByteOrder.nativeOrder());
    file.putInt(0xA1B2C3D4).position(24);
    for (byte[] packet : packets) {
      file.putInt(0).putInt(0).putInt(packet.length).putInt(packet.length).put(packet);
    }
    return Arrays.copyOf(file.array(), file.position());
  }
}
