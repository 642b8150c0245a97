package org.pairboot.tftp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/**
 * Any bytes are decoded to a packet or a reason, and a packet stays the same when it is encoded and
 * decoded again.
 *
 * <p>A build replays the inputs under {@code PacketCodecFuzzTestInputs} only. To look for new ones,
 * guided by coverage, set JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class PacketCodecFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void decodesAnyBytesAndIsStable(byte[] bytes) {
    ByteBuffer datagram = ByteBuffer.wrap(bytes);
    Datagram decoded = PacketCodec.decode(datagram);
    assertThat(datagram.position()).isZero();
    if (PacketCodec.isAck(datagram)) {
      assertThat(decoded).isEqualTo(new Packet.Ack(PacketCodec.block(datagram)));
    }
    switch (decoded) {
      case Datagram.Malformed malformed -> assertThat(malformed.reason()).isNotEmpty();
      case Packet packet ->
          assertThat(PacketCodec.decode(PacketCodec.encode(packet))).isEqualTo(packet);
    }
  }
}
