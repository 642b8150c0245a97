package org.pairboot.it.firmware.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.pairboot.it.firmware.wire.Traffic.Service;

class TftpDecoderTest {
  private static final int CLIENT_PORT = 2070;
  private static final int TRANSFER_PORT = 40_000;

  private final Traffic traffic = new Traffic();
  private final FrameDecoder decoder = new FrameDecoder(traffic, Packets.SERVER_ADDRESS);

  @Test
  void followsAReadToItsShortBlock() {
    request("kernel\0octet\0blksize\0001408\0tsize\0000\0");
    oack("blksize\0001408\0tsize\0001500\0");
    data(1, 1408);
    assertThat(read().isComplete()).isFalse();
    assertThat(traffic.isReadByTftp("kernel")).isFalse();
    data(2, 92);
    assertThat(traffic.isReadByTftp("kernel")).isTrue();

    assertThat(read().name()).isEqualTo("kernel");
    assertThat(read().options()).isEqualTo("blksize=1408 tsize=0");
    assertThat(read().bytes()).isEqualTo(1500);
    assertThat(read().isComplete()).isTrue();
    assertThat(traffic.tftpOptions()).containsExactly("blksize=1408 tsize=0");
  }

  @Test
  void countsARetransmissionOnTheWireButNotInTheFile() {
    request("kernel\0octet\0");
    data(1, 512);
    data(1, 512);
    data(2, 10);

    assertThat(read().bytes()).isEqualTo(522);
    assertThat(traffic.bytes(Service.TFTP)).isEqualTo(1034);
    assertThat(traffic.tftpOptions()).containsExactly("none");
  }

  @Test
  void countsBlocksAcrossTheWrapOfTheirNumber() {
    request("rootfs.img\0octet\0");
    for (int block = 1; block <= 65_537; block++) {
      data(block & 0xFFFF, 512);
    }

    assertThat(read().blocks()).isEqualTo(65_537);
    assertThat(read().isComplete()).isFalse();
  }

  @Test
  void countsTheBlocksOfAWindowInOneFrame() {
    request("kernel\0octet\0blksize\0001000\0windowsize\0004\0");
    oack("blksize\0001000\0windowsize\0004\0");
    data(1, 3 * 1004 + 1000);
    data(5, 1004 + 10);

    assertThat(read().blocks()).isEqualTo(6);
    assertThat(read().bytes()).isEqualTo(5010);
    assertThat(read().isComplete()).isTrue();
    assertThat(traffic.bytes(Service.TFTP)).isEqualTo(5010);
  }

  @Test
  void distinguishesARepeatedRequestFromANewRead() {
    request("kernel\0octet\0");
    request("kernel\0octet\0");
    data(1, 3);
    request("initramfs.img\0octet\0");

    assertThat(traffic.tftp())
        .extracting(CapturedTftpRead::name)
        .containsExactly("kernel", "initramfs.img");
  }

  @Test
  void reportsWhichSideEndedARead() {
    request("missing\0octet\0");
    toClient(5, 1, Packets.bytes("not found\0"));
    assertThat(read().error()).contains("ERROR 1 not found");

    request("probed\0octet\0tsize\0000\0");
    decoder.onFrame(
        Packets.toServer(CLIENT_PORT, TRANSFER_PORT, packet(5, 8, Packets.bytes("aborted\0"))));
    assertThat(traffic.tftp().getLast().error()).contains("client: ERROR 8 aborted");
  }

  private CapturedTftpRead read() {
    return traffic.tftp().getFirst();
  }

  private void request(String words) {
    byte[] rest = Packets.bytes(words);
    byte[] packet = ByteBuffer.allocate(2 + rest.length).putShort((short) 1).put(rest).array();
    decoder.onFrame(Packets.toServer(CLIENT_PORT, 69, packet));
  }

  private void oack(String words) {
    byte[] rest = Packets.bytes(words);
    byte[] packet = ByteBuffer.allocate(2 + rest.length).putShort((short) 6).put(rest).array();
    decoder.onFrame(Packets.toClient(TRANSFER_PORT, CLIENT_PORT, packet));
  }

  private void data(int block, int length) {
    toClient(3, block, new byte[length]);
  }

  private void toClient(int opcode, int number, byte[] rest) {
    decoder.onFrame(Packets.toClient(TRANSFER_PORT, CLIENT_PORT, packet(opcode, number, rest)));
  }

  private static byte[] packet(int opcode, int number, byte[] rest) {
    return ByteBuffer.allocate(4 + rest.length)
        .putShort((short) opcode)
        .putShort((short) number)
        .put(rest)
        .array();
  }
}
