package org.pairboot.tftp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.packet.Datagram.Malformed;
import org.pairboot.tftp.packet.Packet.Option;

class PacketCodecTest {

  /** A datagram written as text: \0 for NUL, \1 for the byte 1 and so on. */
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Datagram decode(String text) {
    return PacketCodec.decode(bytes(text));
  }

  private static Packet.Rrq rrq(String text) {
    return (Packet.Rrq) decode(text);
  }

  /** The requests of firmware, byte for byte, and their options in order. */
  @ParameterizedTest
  @CsvSource({
    "EDK2 probe,'\\0\\1grubx64.efi\\0octet\\0tsize\\0000\\0blksize\\0001468\\0windowsize\\0004\\0',"
        + "tsize=0 blksize=1468 windowsize=4",
    "EDK2,'\\0\\1grubx64.efi\\0octet\\0blksize\\0001468\\0windowsize\\0004\\0',"
        + "blksize=1468 windowsize=4",
    "iPXE,'\\0\\1boot.ipxe\\0octet\\0blksize\\0001432\\0tsize\\0000\\0',blksize=1432 tsize=0",
    "iPXE multicast,'\\0\\1a\\0octet\\0blksize\\0001432\\0tsize\\0000\\0multicast\\0\\0',"
        + "blksize=1432 tsize=0 multicast=",
    "iPXE multicast first,'\\0\\1a\\0octet\\0multicast\\0\\0blksize\\0001432\\0',"
        + "multicast= blksize=1432",
    "gPXE,'\\0\\1a\\0octet\\0blksize\\0001432\\0',blksize=1432",
    "PXELINUX,'\\0\\1ldlinux.c32\\0octet\\0tsize\\0000\\0blksize\\0001408\\0',tsize=0 blksize=1408",
    "GRUB,'\\0\\1/grub/grub.cfg\\0octet\\0blksize\\0001024\\0tsize\\0000\\0',blksize=1024 tsize=0",
    "U-Boot,'\\0\\1a\\0octet\\0timeout\\0005\\0tsize\\0000\\0blksize\\0001468\\0windowsize\\0008\\0',timeout=5"
        + " tsize=0 blksize=1468 windowsize=8",
    "Raspberry Pi,'\\0\\1start4.elf\\0octet\\0tsize\\0000\\0blksize\\0001024\\0',"
        + "tsize=0 blksize=1024",
    "curl,'\\0\\1a\\0octet\\0tsize\\0000\\0blksize\\000512\\0timeout\\0006\\0',"
        + "tsize=0 blksize=512 timeout=6",
    "Windows,'\\0\\1\\\\Boot\\\\BCD\\0octet\\0tsize\\0000\\0blksize\\0001456\\0windowsize\\0004\\0"
        + "msftwindow\\00031416\\0',tsize=0 blksize=1456 windowsize=4 msftwindow=31416",
    "u-root,'\\0\\1a\\0octet\\0blksize\\0001468\\0windowsize\\00064\\0',blksize=1468 windowsize=64",
    "PXE ROM,'\\0\\1pxelinux.0\\377\\0octet\\0tsize\\0000\\0',tsize=0",
    "tftp-hpa,'\\0\\1a\\0netascii\\0',''",
  })
  void decodesAndEncodesRequestsOfFirmwareToTheSameBytes(
      String client, String datagram, String options) {
    Packet.Rrq rrq = rrq(datagram);
    assertThat(rrq.options().stream().map(Option::toString))
        .as(client)
        .isEqualTo(options.isEmpty() ? List.<String>of() : List.of(options.split(" ")));
    assertThat(PacketCodec.encode(rrq)).isEqualTo(bytes(datagram));
  }

  @Test
  void keepsStringsUnchanged() {
    Packet.Rrq rrq = rrq("\\0\\1a\\377\\0OcTet\\0BlkSize\\0001024\\0");
    assertThat(rrq.filenameBytes()).containsExactly('a', 0xFF);
    assertThat(rrq.mode()).isEqualTo("OcTet");
    assertThat(rrq.options()).containsExactly(new Option("BlkSize", "1024"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\\0\\1a\\0octet',''",
    "'\\0\\1a\\0octet\\0blksize\\0001024',blksize=1024",
    "'\\0\\1a\\0octet\\0blksize',blksize=",
    "'\\0\\1a\\0octet\\0blksize\\0',blksize=",
    "'\\0\\1a\\0octet\\0\\0\\0\\0\\0',''",
    "'\\0\\1a\\0octet\\0tsize\\0000\\0odd\\0',tsize=0 odd=",
  })
  void readsIncompleteOptionListsByPosition(String datagram, String options) {
    assertThat(String.join(" ", rrq(datagram).options().stream().map(Object::toString).toList()))
        .isEqualTo(options);
  }

  @Test
  void decodesRequestsUpToOneFrame() {
    String prefix = "\\0\\1a\\0octet\\0x\\0";
    int rest = PacketCodec.MAX_REQUEST - bytes(prefix).remaining() - 1;
    assertThat(decode(prefix + "y".repeat(rest) + "\\0")).isInstanceOf(Packet.Rrq.class);
    assertThat(decode(prefix + "y".repeat(rest + 1) + "\\0"))
        .isEqualTo(new Malformed(1, "request is longer than 1468 bytes"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',-1,shorter than an opcode",
    "'\\0',-1,shorter than an opcode",
    "'\\0\\0',0,unknown opcode 0",
    "'\\0\\7',7,unknown opcode 7",
    "'\\377\\377',65535,unknown opcode 65535",
    "'\\0\\1',1,request without a mode",
    "'\\0\\1name',1,request without a mode",
    "'\\0\\2name\\0',2,request without a mode",
    "'\\0\\4\\0',4,shorter than 4 bytes",
    "'\\0\\5\\0',5,shorter than 4 bytes",
  })
  void givesAReasonForMalformedPackets(String datagram, int opcode, String reason) {
    assertThat(decode(datagram)).isEqualTo(new Malformed(opcode, reason));
  }

  @Test
  void acceptsAFifthByteInAnAck() {
    ByteBuffer ack = bytes("\\0\\4\\377\\376\\1");
    assertThat(PacketCodec.isAck(ack)).isTrue();
    assertThat(PacketCodec.block(ack)).isEqualTo(65534);
    assertThat(PacketCodec.decode(ack)).isEqualTo(new Packet.Ack(65534));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\\0", "\\0\\4", "\\0\\4\\0", "\\0\\3\\0\\1"})
  void recognizesOnlyAcks(String datagram) {
    assertThat(PacketCodec.isAck(bytes(datagram))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'\\0\\5\\0\\0',0,''",
    "'\\0\\5\\0\\10User aborted the transfer\\0',8,User aborted the transfer",
    "'\\0\\5\\0\\0closed',0,closed",
    "'\\0\\5\\377\\377x\\0y',65535,x",
  })
  void acceptsAnErrorWithoutTextOrNul(String datagram, int code, String message) {
    assertThat(decode(datagram)).isEqualTo(new Packet.Error(code, message));
  }

  @Test
  void encodesAnswersExactly() {
    Packet oack = new Packet.Oack(List.of(new Option("tsize", "7"), new Option("X", "")));
    assertThat(PacketCodec.encode(oack)).isEqualTo(bytes("\\0\\6tsize\\0007\\0X\\0\\0"));
    assertThat(PacketCodec.encode(new Packet.Error(1, "not found: x")))
        .isEqualTo(bytes("\\0\\5\\0\\1not found: x\\0"));
  }

  @Test
  void writesTheBlockNumberIntoTheDataHeader() {
    ByteBuffer header = ByteBuffer.allocate(4);
    PacketCodec.putDataHeader(header, 0xFFFE);
    assertThat(header.flip()).isEqualTo(bytes("\\0\\3\\377\\376"));
  }

  @Test
  void decodesFromThePositionWithoutChangingIt() {
    ByteBuffer datagram = bytes("xx\\0\\4\\0\\7").position(2);
    assertThat(PacketCodec.decode(datagram)).isEqualTo(new Packet.Ack(7));
    assertThat(datagram.position()).isEqualTo(2);
  }
}
