package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.os.Abi;

/** The structures in the layout of a C compiler for little-endian 64-bit Linux. */
@EnabledIf("isLittleEndian")
class CodecsTest {
  private static final long AT = 8;

  private final MemorySegment memory = Arena.ofAuto().allocate(128, 8);

  static boolean isLittleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  private static AddressPair pair(String peer, int port, String local) {
    InetAddress address = InetAddress.ofLiteral(peer);
    AddressPair pair = new AddressPair(AddressPair.familyOf(address));
    pair.setPeer(new InetSocketAddress(address, port));
    pair.setLocal(InetAddress.ofLiteral(local));
    return pair;
  }

  private String hex(int size) {
    return HexFormat.of().formatHex(memory.asSlice(AT, size).toArray(JAVA_BYTE));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.1.200, 69, 0200 0045 c0a801c8 0000000000000000",
    "2001:db8::7:1, 50000, 0a00 c350 00000000 20010db8000000000000000000070001 00000000",
  })
  void writesPeersInTheKernelsLayout(String peer, int port, String expected) {
    memory.fill((byte) 0xEE);
    int size = SocketAddresses.putPeer(memory, AT, pair(peer, port, peer));
    assertThat(hex(size)).isEqualTo(expected.replace(" ", ""));
    assertThat(size).isEqualTo(peer.contains(":") ? 28 : 16);
    assertThat(memory.get(JAVA_BYTE, AT + size)).isEqualTo((byte) 0xEE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "255.254.1.128", "::", "ff02::1:80", "fe80::ffff:1%1"})
  void readsPeersAsTheyWereWritten(String address) {
    AddressPair pair = pair(address, 65535, address);
    SocketAddresses.putPeer(memory, AT, pair);
    AddressPair read = new AddressPair(pair.family());
    SocketAddresses.readPeer(memory, AT, read);
    assertThat(read.peer()).isEqualTo(pair.peer());
    assertThat(read.peer().getAddress()).isEqualTo(InetAddress.ofLiteral(address));
    assertThat(read.peerScope).isEqualTo(address.endsWith("%1") ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 1c00000000000000 00000000 08000000 00000000 0a000001 00000000 eeeeeeee",
    "2001:db8::1, 2400000000000000 29000000 32000000 20010db8000000000000000000000001 00000000"
        + " eeeeeeee",
  })
  void writesSourcesInTheKernelsLayout(String local, String expected) {
    memory.fill((byte) 0xEE);
    AddressPair pair = pair(local, 1, local);
    pair.interfaceIndex = 3; // the routes select the interface
    int size = ControlMessages.putSource(memory, AT, pair);
    assertThat(hex(size)).isEqualTo(expected.replace(" ", ""));
  }

  @Test
  void namesTheInterfaceOfLinkLocalSources() {
    AddressPair pair = pair("fe80::2", 1, "fe80::1");
    pair.interfaceIndex = 3;
    ControlMessages.putSource(memory, AT, pair);
    assertThat(memory.get(JAVA_INT, AT + 32)).isEqualTo(3);
    assertThat(pair.isAnswerable()).isTrue();
  }

  @Test
  void writesSegmentSizesInTheKernelsLayout() {
    int size = ControlMessages.putSegmentSize(memory, AT, 1432);
    assertThat(hex(size))
        .isEqualTo("1200000000000000" + "11000000" + "67000000" + "9805000000000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "2001:db8::1"})
  void findsTheLocalAddressAfterOtherMessages(String local) {
    AddressPair written = pair(local, 1, local);
    int before = ControlMessages.putSegmentSize(memory, AT, 1432);
    int size = before + ControlMessages.putSource(memory, AT + before, written);
    AddressPair read = new AddressPair(written.family());
    ControlMessages.readLocal(memory, AT, size, read);
    assertThat(read.local()).isEqualTo(InetAddress.ofLiteral(local));
  }

  @Test
  void endsTheSearchAtABrokenLength() {
    AddressPair pair = pair("10.0.0.9", 1, "10.0.0.1");
    int size = ControlMessages.putSource(memory, AT, pair);
    AddressPair read = new AddressPair(Abi.AF_INET);
    for (long broken : new long[] {0, 15, size + 1, Long.MAX_VALUE, -1}) {
      memory.set(JAVA_LONG, AT, broken);
      ControlMessages.readLocal(memory, AT, size, read);
      assertThat(read.isAnswerable()).isFalse();
    }
    ControlMessages.readLocal(memory, AT, 0, read);
    assertThat(read.isAnswerable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0,false", "1.2.3.4,true", "::,false", "ff02::1,false", "::1,true"})
  void answersOnlyFromLocalAddresses(String local, boolean answerable) {
    assertThat(pair(local, 1, local).isAnswerable()).isEqualTo(answerable);
  }

  @Test
  void distinguishesPairsByEachPart() {
    AddressPair pair = pair("10.0.0.9", 7, "10.0.0.1");
    assertThat(pair.isSame(pair.copy())).isTrue();
    assertThat(pair.hash(5)).isEqualTo(pair.copy().hash(5)).isNotEqualTo(pair.hash(6));
    assertThat(pair.isSame(pair("10.0.0.8", 7, "10.0.0.1"))).isFalse();
    assertThat(pair.isSame(pair("10.0.0.9", 8, "10.0.0.1"))).isFalse();
    assertThat(pair.isSame(pair("10.0.0.9", 7, "10.0.0.2"))).isFalse();
    AddressPair six = pair("2001:db8::9", 7, "::1");
    assertThat(six.isSame(pair("2001:db9::9", 7, "::1"))).isFalse();
    assertThat(six.isSame(pair("2001:db8::9", 7, "2001:db8::1"))).isFalse();
    AddressPair elsewhere = six.copy();
    elsewhere.interfaceIndex = 9;
    assertThat(six.isSame(elsewhere)).isTrue();
    elsewhere.peerScope = 2;
    assertThat(six.isSame(elsewhere)).isFalse();
  }
}
