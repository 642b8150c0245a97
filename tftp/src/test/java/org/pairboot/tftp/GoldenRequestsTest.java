package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.nio.NioTransport;

/**
 * The first packets of every known client and of the server, byte for byte: {@code clients.csv}.
 */
class GoldenRequestsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int MTU = 1500;
  private static final Pattern FILE_BYTES = Pattern.compile("\\{(\\d+)}");

  @ParameterizedTest(name = "{0}, {1} bytes")
  @CsvFileSource(resources = "clients.csv", delimiter = ';', quoteCharacter = '`')
  void sendsExactlyTheseBytes(String client, int size, String request, String answer)
      throws IOException {
    byte[] file = asciiBytes(size);
    byte[] asked = bytes(request, file);
    Packet.Rrq rrq = (Packet.Rrq) PacketCodec.decode(ByteBuffer.wrap(asked));
    String name = ((RequestName.Accepted) RequestName.fromTftp(rrq.filenameBytes())).name();
    TestContents contents = new TestContents().with(name, file);
    // Of all addresses, so that the MTU is known.
    TftpSettings settings = TestSettings.create("listen=0.0.0.0:0");
    NioTransport transport =
        NioTransport.open(settings, 1, () -> Map.of(LOOPBACK, MTU), Duration.ofHours(1));
    try (TftpServer server =
            TftpServer.start(settings, contents.catalog(), report -> {}, transport);
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      socket.setSoTimeout(10_000);
      int port = server.address().getPort();
      socket.send(new DatagramPacket(asked, asked.length, LOOPBACK, port));
      DatagramPacket received = new DatagramPacket(new byte[65536], 65536);
      socket.receive(received);
      String got = latin1(received.getData(), received.getLength());
      assertThat(got).as(client).isEqualTo(latin1(bytes(answer, file)));
    }
  }

  /** Bytes that netascii does not change. */
  private static byte[] asciiBytes(int size) {
    byte[] bytes = TestContents.bytes(size);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (' ' + (bytes[i] & 0x3F));
    }
    return bytes;
  }

  private static byte[] bytes(String golden, byte[] file) {
    String text = golden.replace('|', '\0').translateEscapes();
    Matcher matcher = FILE_BYTES.matcher(text);
    String whole =
        matcher.replaceAll(
            found -> Matcher.quoteReplacement(latin1(file, Integer.parseInt(found.group(1)))));
    return whole.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return latin1(bytes, bytes.length);
  }
}
