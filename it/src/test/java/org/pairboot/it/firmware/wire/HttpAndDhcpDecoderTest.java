package org.pairboot.it.firmware.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.pairboot.it.firmware.wire.Traffic.Service;

class HttpAndDhcpDecoderTest {
  private static final int CLIENT_PORT = 5000;
  private static final int HTTP = 80;
  private static final int DHCP_HEADER = 240;

  private final Traffic traffic = new Traffic();
  private final FrameDecoder decoder = new FrameDecoder(traffic, Packets.SERVER_ADDRESS);

  @Test
  void separatesRequestsOnOneConnection() {
    request("HEAD /ipxe.efi HTTP/1.1\r\nHost: x\r\n\r\n");
    response("HTTP/1.1 200 OK\r\n", 120);
    request("GET /images/demo/1.0/rootfs.img HTTP/1.1\r\n\r\n");
    response("HTTP/1.1 200 OK\r\n", 1448);
    response("rest of the body", 1000);
    request("GET /grub/x HTTP/1.0\r\n\r\n");
    response("HTTP/1.1 404 Not Found\r\n", 90);

    assertThat(traffic.http())
        .extracting(CapturedHttpRequest::toString)
        .containsExactly(
            "HTTP/1.1 HEAD /ipxe.efi: 200, 120 bytes",
            "HTTP/1.1 GET /images/demo/1.0/rootfs.img: 200, 2448 bytes",
            "HTTP/1.0 GET /grub/x: 404, 90 bytes");
    assertThat(traffic.bytes(Service.HTTP)).isEqualTo(2658);
    assertThat(traffic.bytesOf("rootfs.img")).isEqualTo(2448);
  }

  @Test
  void countsHttpsBytesToMachines() {
    decoder.onFrame(Packets.segment(true, CLIENT_PORT, 443, "\u0016", 300));
    decoder.onFrame(Packets.segment(false, CLIENT_PORT, 443, "\u0016", 1400));

    assertThat(traffic.bytes(Service.HTTPS)).isEqualTo(1400);
  }

  @Test
  void decodesADiscover() {
    ByteBuffer message = ByteBuffer.allocate(DHCP_HEADER + 60).position(DHCP_HEADER);
    option(message, 53, new byte[] {1});
    message.put((byte) 0);
    option(message, 60, Packets.bytes("PXEClient:Arch:00007"));
    option(message, 93, new byte[] {0, 7});
    message.put((byte) 255);

    decoder.onFrame(Packets.toServer(68, 67, message.array()));

    assertThat(traffic.dhcp())
        .containsExactly(new DhcpMessage("DISCOVER", "PXEClient:Arch:00007", "", 7, ""));
  }

  @Test
  void takesTheBootFileFromTheHeaderWithoutAnOption() {
    ByteBuffer message = ByteBuffer.allocate(DHCP_HEADER + 8);
    message.put(108, Packets.bytes("pxelinux.0")).position(DHCP_HEADER);
    option(message, 53, new byte[] {2});
    message.put((byte) 255);

    decoder.onFrame(Packets.toClient(67, 68, message.array()));

    assertThat(traffic.dhcp()).hasToString("[DHCP OFFER file=pxelinux.0]");
  }

  @Test
  void truncatesAnOptionThatClaimsTooMuch() {
    ByteBuffer message = ByteBuffer.allocate(DHCP_HEADER + 4).position(DHCP_HEADER);
    message.put((byte) 60).put((byte) 200).put(Packets.bytes("ab"));

    decoder.onFrame(Packets.toServer(68, 67, message.array()));

    assertThat(traffic.dhcp().getFirst().vendorClass()).isEqualTo("ab");
  }

  private static void option(ByteBuffer message, int code, byte[] value) {
    message.put((byte) code).put((byte) value.length).put(value);
  }

  private void request(String text) {
    decoder.onFrame(Packets.segment(true, CLIENT_PORT, HTTP, text, text.length()));
  }

  private void response(String text, int length) {
    decoder.onFrame(Packets.segment(false, CLIENT_PORT, HTTP, text, length));
  }
}
