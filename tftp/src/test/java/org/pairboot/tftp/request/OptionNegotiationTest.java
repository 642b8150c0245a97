package org.pairboot.tftp.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.packet.Packet.Mode;
import org.pairboot.tftp.packet.Packet.Option;
import org.pairboot.tftp.request.OptionNegotiation.Limits;
import org.pairboot.tftp.transfer.Rollover;

class OptionNegotiationTest {
  private static final int MANY_PORTS = 1 << 24;
  private static final Limits LIMITS = new Limits(1468, 64, 1 << 20, MANY_PORTS, Rollover.TO_ZERO);

  private static OptionNegotiation.Result negotiate(String asked, Limits limits) {
    return OptionNegotiation.negotiate(options(asked), Mode.OCTET, 1000, limits);
  }

  private static List<Option> options(String text) {
    List<Option> options = new ArrayList<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(" ")) {
      int equals = pair.indexOf('=');
      options.add(new Option(pair.substring(0, equals), pair.substring(equals + 1)));
    }
    return options;
  }

  private static String oack(OptionNegotiation.Result negotiated) {
    return String.join(" ", negotiated.accepted().stream().map(Option::toString).toList());
  }

  @ParameterizedTest
  @CsvSource({
    // asked, answered
    "'',''",
    "blksize=7,''",
    "blksize=8,blksize=8",
    "blksize=512,blksize=512",
    "blksize=1467,blksize=1467",
    "blksize=1468,blksize=1468",
    "blksize=65464,blksize=1468",
    "blksize=65465,blksize=1468",
    "blksize=99999999999999999999,blksize=1468",
    "blksize=,''",
    "blksize=-8,''",
    "blksize=+512,''",
    "blksize=1k,''",
    "windowsize=0,''",
    "windowsize=1,windowsize=1",
    "windowsize=4,windowsize=4",
    "windowsize=65535,windowsize=64",
    "timeout=0,''",
    "timeout=1,timeout=1",
    "timeout=255,timeout=255",
    "timeout=256,''",
    "timeout=x,''",
    "utimeout=9999,''",
    "utimeout=10000,utimeout=10000",
    "utimeout=255000000,utimeout=255000000",
    "utimeout=255000001,''",
    "rollover=0,rollover=0",
    "Rollover=1,Rollover=1",
    "rollover=2,''",
    "rollover=-1,''",
    "tsize=0,tsize=1000",
    "tsize=,''",
    "multicast=,''",
    "msftwindow=31416 x-unknown=1,''",
    "multicast= blksize=1432,blksize=1432",
    "blksize=abc tsize=0,tsize=1000",
    "BLKSIZE=1024 TSize=0,BLKSIZE=1024 TSize=1000",
    "blksize=1024 blksize=512,blksize=1024",
    // firmware
    "tsize=0 blksize=1468 windowsize=4,tsize=1000 blksize=1468 windowsize=4",
    "timeout=5 tsize=0 blksize=1468 windowsize=8,timeout=5 tsize=1000 blksize=1468 windowsize=8",
    "tsize=0 blksize=512 timeout=6,tsize=1000 blksize=512 timeout=6",
    "tsize=0 blksize=1456 windowsize=4 msftwindow=31416,tsize=1000 blksize=1456 windowsize=4",
  })
  void acceptsOnlyRequestedOptionsWithValidValues(String asked, String answered) {
    assertThat(oack(negotiate(asked, LIMITS))).isEqualTo(answered);
  }

  @Test
  void appliesTheDefaultsOfRfc1350WithoutOptions() {
    OptionNegotiation.Result negotiated = negotiate("", LIMITS);
    assertThat(negotiated.blksize()).isEqualTo(512);
    assertThat(negotiated.windowsize()).isEqualTo(1);
    assertThat(negotiated.timeout()).isEmpty();
    assertThat(negotiated.sizeAsked()).isFalse();
  }

  @Test
  void usesTheValuesOfTheOack() {
    OptionNegotiation.Result negotiated =
        negotiate("windowsize=100 tsize=0 blksize=9000 timeout=3", LIMITS);
    assertThat(negotiated.blksize()).isEqualTo(1468);
    assertThat(negotiated.windowsize()).isEqualTo(64);
    assertThat(negotiated.timeout()).contains(Duration.ofSeconds(3));
    assertThat(negotiated.sizeAsked()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "windowsize=64 blksize=65464,windowsize=16 blksize=65464",
    "blksize=65464 windowsize=64,blksize=65464 windowsize=16",
    "blksize=1024 windowsize=64,blksize=1024 windowsize=64"
  })
  void limitsAWindowInBytesWhateverTheOrderOfOptions(String asked, String answered) {
    assertThat(oack(negotiate(asked, new Limits(65464, 64, 1 << 20, MANY_PORTS, Rollover.TO_ZERO))))
        .isEqualTo(answered);
  }

  @Test
  void givesAWindowAtLeastOneBlock() {
    assertThat(
            oack(
                negotiate(
                    "blksize=65464 windowsize=8",
                    new Limits(65464, 64, 512, MANY_PORTS, Rollover.TO_ZERO))))
        .isEqualTo("blksize=65464 windowsize=1");
  }

  @Test
  void omitsTheSizeOfAnEmptyOrConvertedContent() {
    List<Option> asked = options("tsize=0");
    assertThat(OptionNegotiation.negotiate(asked, Mode.OCTET, 0, LIMITS).accepted()).isEmpty();
    assertThat(OptionNegotiation.negotiate(asked, Mode.NETASCII, 9, LIMITS).accepted()).isEmpty();
    assertThat(OptionNegotiation.negotiate(asked, Mode.OCTET, 5L << 32, LIMITS).accepted())
        .containsExactly(new Option("tsize", "21474836480"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,1500,1468",
    "2001:db8::1,1500,1448",
    "192.0.2.1,1400,1368",
    "192.0.2.1,9000,8968",
    "127.0.0.1,65536,65464",
    "192.0.2.1,0,65464",
    "192.0.2.1,20,8",
  })
  void fitsABlockIntoOneFrameOfTheInterface(String local, int mtu, int blksize) throws Exception {
    InetAddress address = InetAddress.ofLiteral(local);
    assertThat(limits(address, mtu).maxBlksize()).isEqualTo(blksize);
    assertThat(limits(address, mtu, "mtu-clamp=false").maxBlksize()).isEqualTo(65464);
  }

  @ParameterizedTest
  @CsvSource({
    "blksize=7,''",
    "blksize=8,blksize=8",
    "blksize=65464,blksize=65464",
    "blksize=65465,blksize=65464",
    "windowsize=65535,windowsize=65534",
    "windowsize=65536,windowsize=65534",
  })
  void allowsTheExtremesOfTheRfcsWithoutOtherLimits(String asked, String answered) {
    Limits widest = new Limits(65464, 65534, 1L << 40, MANY_PORTS, Rollover.TO_ZERO);
    assertThat(oack(negotiate(asked, widest))).isEqualTo(answered);
  }

  /**
   * A lab with jumbo frames on a server that clamps, and one behind a tunnel on a server that does
   * not.
   */
  @ParameterizedTest
  @CsvSource({
    "true,mtu-clamp = false,65464",
    "true,max-blksize = 512,512",
    "false,mtu-clamp = true,1468",
    "false,max-blksize = 1368,1368",
  })
  void clampsASubnetDifferentlyFromOthers(String general, String subnet, int blksize) {
    TftpSettings settings =
        TestSettings.create(
            "mtu-clamp=" + general, "subnets=[{ net = 10.1.0.0/16, " + subnet + " }]");
    InetAddress local = InetAddress.ofLiteral("10.0.0.1");
    assertThat(maxBlksize(settings, "10.1.2.3", local)).isEqualTo(blksize);
    int rest = general.equals("true") ? 1468 : 65464;
    assertThat(maxBlksize(settings, "10.2.2.3", local)).isEqualTo(rest);
  }

  private static int maxBlksize(TftpSettings settings, String client, InetAddress local) {
    return Limits.of(
            settings.clients().of(InetAddress.ofLiteral(client)),
            settings.maxWindowBytes(),
            512,
            local,
            1500)
        .maxBlksize();
  }

  private static Limits limits(InetAddress local, int mtu, String... overrides) {
    TftpSettings settings = TestSettings.create(overrides);
    return Limits.of(settings.clients().general(), settings.maxWindowBytes(), 512, local, mtu);
  }

  /** A forged request can make us send what the client never asked for. */
  @ParameterizedTest
  @CsvSource({"1,1500,1468,3", "1,0,1468,3", "4,1500,1468,3", "64,1500,8160,1", "512,0,65464,1"})
  void limitsBlocksAndWindowsByThePortsToGuessFrom(
      int ports, int mtu, int blksize, int windowsize) {
    TftpSettings settings = TestSettings.create("mtu-clamp=false");
    InetAddress local = InetAddress.ofLiteral("10.0.0.1");
    Limits limits =
        Limits.of(settings.clients().general(), settings.maxWindowBytes(), ports, local, mtu);
    assertThat(oack(negotiate("blksize=65464 windowsize=65535", limits)))
        .isEqualTo("blksize=" + blksize + " windowsize=" + windowsize);
  }

  @Test
  void usesTheLastOfTwoTimeouts() {
    assertThat(negotiate("utimeout=20000 timeout=3", LIMITS).timeout())
        .contains(Duration.ofSeconds(3));
    assertThat(negotiate("timeout=3 utimeout=20000", LIMITS).timeout())
        .contains(Duration.ofMillis(20));
  }

  @Test
  void rollsBlockNumbersOverAsTheClientRequests() {
    Limits one = new Limits(1468, 64, 1 << 20, MANY_PORTS, Rollover.TO_ONE);
    assertThat(negotiate("", LIMITS).rollover()).isEqualTo(Rollover.TO_ZERO);
    assertThat(negotiate("rollover=1", LIMITS).rollover()).isEqualTo(Rollover.TO_ONE);
    assertThat(negotiate("", one).rollover()).isEqualTo(Rollover.TO_ONE);
    assertThat(negotiate("rollover=0", one).rollover()).isEqualTo(Rollover.TO_ZERO);
    assertThat(negotiate("rollover=2", one).rollover()).isEqualTo(Rollover.TO_ONE);
  }
}
