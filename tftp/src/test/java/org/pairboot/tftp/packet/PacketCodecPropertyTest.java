package org.pairboot.tftp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PacketCodecPropertyTest {

  @Property
  void a_packet_survives_the_wire(@ForAll("packets") Packet packet) {
    assertThat(PacketCodec.decode(PacketCodec.encode(packet))).isEqualTo(packet);
  }

  @Property
  void any_bytes_are_a_packet_or_a_reason(@ForAll @Size(max = 1600) byte[] bytes) {
    assertThat(PacketCodec.decode(ByteBuffer.wrap(bytes))).isNotNull();
  }

  @Property
  void any_bytes_behind_a_known_opcode_too(
      @ForAll @IntRange(min = 0, max = 7) int opcode, @ForAll("nulRich") byte[] rest) {
    ByteBuffer datagram = ByteBuffer.allocate(2 + rest.length).putShort((short) opcode).put(rest);
    assertThat(PacketCodec.decode(datagram.flip())).isNotNull();
  }

  @Provide
  Arbitrary<byte[]> nulRich() {
    return Arbitraries.bytes().edgeCases(e -> e.add((byte) 0)).array(byte[].class).ofMaxSize(64);
  }

  @Provide
  Arbitrary<Packet> packets() {
    StringArbitrary text = Arbitraries.strings().withCharRange('\1', '\u00FF').ofMaxLength(40);
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 0xFFFF);
    Arbitrary<List<TftpOption>> options =
        Combinators.combine(text.ofMinLength(1), text).as(TftpOption::new).list().ofMaxSize(8);
    return Arbitraries.oneOf(
        Combinators.combine(text, text, options).as(Packet.Rrq::new),
        Combinators.combine(text, text, options).as(Packet.Wrq::new),
        Combinators.combine(number, Arbitraries.bytes().array(byte[].class).ofMaxSize(1500))
            .as((block, payload) -> new Packet.Data(block, ByteBuffer.wrap(payload))),
        number.map(Packet.Ack::new),
        Combinators.combine(number, text).as(Packet.Error::new),
        options.map(Packet.Oack::new));
  }
}
