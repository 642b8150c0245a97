package org.pairboot.tftp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;
import org.pairboot.tftp.packet.Packet.Option;

class PacketCodecPropertyTest {

  @Test
  void decodesWhatItEncodes() {
    Property.holds(draw -> {
      Packet packet = packet(draw);
      assertThat(PacketCodec.decode(PacketCodec.encode(packet))).isEqualTo(packet);
    });
  }

  @Test
  void decodesAnyBytesToAPacketOrAReason() {
    Property.holds(draw -> {
      byte[] bytes = draw.bytes(1600);
      assertThat(PacketCodec.decode(ByteBuffer.wrap(bytes))).isNotNull();
    });
  }

  @Test
  void decodesAnyBytesAfterAKnownOpcode() {
    Property.holds(draw -> {
      int opcode = draw.between(0, 7);
      byte[] rest = draw.bytes(64);
      ByteBuffer datagram = ByteBuffer.allocate(2 + rest.length).putShort((short) opcode).put(rest);
      assertThat(PacketCodec.decode(datagram.flip())).isNotNull();
    });
  }

  private static Packet packet(Draw draw) {
    return draw.oneOf(
        () -> new Packet.Rrq(text(draw, 0), text(draw, 0), options(draw)),
        () -> new Packet.Wrq(text(draw, 0), text(draw, 0), options(draw)),
        () -> new Packet.Data(number(draw), ByteBuffer.wrap(draw.bytes(1500))),
        () -> new Packet.Ack(number(draw)),
        () -> new Packet.Error(number(draw), text(draw, 0)),
        () -> new Packet.Oack(options(draw)));
  }

  private static List<Option> options(Draw draw) {
    return draw.list(0, 8, () -> new Option(text(draw, 1), text(draw, 0)));
  }

  private static int number(Draw draw) {
    return draw.between(0, 0xFFFF);
  }

  /** Latin-1, of which the wire carries all but NUL. */
  private static String text(Draw draw, int min) {
    return draw.list(min, 40, () -> Character.toString(draw.between(0x01, 0xFF))).stream()
        .collect(Collectors.joining());
  }
}
