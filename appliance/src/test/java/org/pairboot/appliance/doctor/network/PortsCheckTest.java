package org.pairboot.appliance.doctor.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.doctor.Lab;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.doctor.network.PortSurvey.PortState;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.host.Processes;
import org.pairboot.appliance.host.Processes.Program;
import org.pairboot.appliance.host.SocketTable;
import org.pairboot.appliance.serve.RunningServer;
import org.pairboot.appliance.serve.RunningServer.Addresses;

class PortsCheckTest {
  private static final Endpoint TFTP = new Endpoint(Service.TFTP, new InetSocketAddress(69));
  private static final Program DNSMASQ = new Program(17, "dnsmasq", List.of("dnsmasq"));
  private static final Program SERVER =
      new Program(18, "java", List.of("java", "-jar", "/x/pairboot-appliance-1.0.jar", "serve"));

  @TempDir private Path directory;

  @Test
  void namesTheProgramThatTookThePort() {
    Finding finding = of(TFTP, new PortState.Taken(Optional.of(DNSMASQ)));

    assertThat(finding.what()).isEqualTo("taken by dnsmasq, process 17");
    assertThat(finding.remedy()).contains("enable-tftp");
  }

  @Test
  void explainsHowRootFindsAHiddenProgram() {
    Finding finding = of(TFTP, new PortState.Taken(Optional.empty()));

    assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
    assertThat(finding.remedy()).contains("ss -lunp 'sport = 69'");
  }

  @Test
  void acceptsARunningServer() {
    assertThat(of(TFTP, new PortState.Ours(Optional.of(SERVER))))
        .isEqualTo(Finding.ok("TFTP 0.0.0.0:69", "held by pairboot serve, process 18"));
  }

  @Test
  void namesTheCapabilityForLowPorts() {
    Finding finding = of(TFTP, new PortState.NotPermitted());

    assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
    assertThat(finding.remedy()).contains("CAP_NET_BIND_SERVICE");
  }

  @Test
  void warnsOfATftpPortThatFirmwareDoesNotUse() {
    Endpoint high = new Endpoint(Service.TFTP, new InetSocketAddress(6969));

    assertThat(Lab.notOk(new PortsCheck(Map.of(high, new PortState.Free()), List.of()).run()))
        .containsExactly("warning TFTP 0.0.0.0:6969: firmware always uses port 69");
  }

  @Test
  void warnsOfARunningServerWithOtherSettings() {
    assertThat(Lab.notOk(new PortsCheck(Map.of(TFTP, new PortState.Free()), List.of(SERVER)).run()))
        .singleElement()
        .asString()
        .startsWith("warning pairboot serve, process 18: is running, but has none of these ports");
  }

  @Test
  void findsTheProcessThatHoldsAPort() throws Exception {
    try (DatagramSocket held = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint =
          new Endpoint(Service.TFTP, (InetSocketAddress) held.getLocalSocketAddress());

      assertThat(survey(Path.of("/proc")).state(endpoint))
          .isInstanceOfSatisfying(
              PortState.Taken.class,
              taken ->
                  assertThat(taken.program().orElseThrow().pid())
                      .isEqualTo(ProcessHandle.current().pid()));
      // Without the list of the kernel, binding still shows that the port is in use.
      assertThat(survey(directory).state(endpoint)).isInstanceOf(PortState.Refused.class);
    }
  }

  @Test
  void probesAPortWhoseHolderIsHidden() throws Exception {
    try (DatagramSocket held = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint =
          new Endpoint(Service.TFTP, (InetSocketAddress) held.getLocalSocketAddress());
      PortSurvey survey =
          new PortSurvey(
              new SocketTable(Path.of("/proc")),
              new Processes(directory),
              Optional.empty(),
              asked -> true);

      assertThat(survey.state(endpoint)).isEqualTo(new PortState.Ours(Optional.empty()));
    }
  }

  @Test
  void knowsTheServerOfAnotherUserThatDoesNotAnswer() throws Exception {
    Path process = Files.createDirectory(directory.resolve("18"));
    Files.writeString(process.resolve("comm"), "java\n");
    Files.writeString(process.resolve("cmdline"), String.join("\0", SERVER.arguments()) + "\0");
    try (DatagramSocket held = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) held.getLocalSocketAddress();
      RunningServer running =
          new RunningServer(
              18,
              Instant.EPOCH,
              new Addresses(Optional.of(address), Optional.empty(), Optional.empty()),
              Optional.empty());
      PortSurvey survey =
          new PortSurvey(
              new SocketTable(Path.of("/proc")),
              new Processes(directory),
              Optional.of(running),
              asked -> false);

      assertThat(survey.state(new Endpoint(Service.TFTP, address)))
          .isEqualTo(new PortState.Ours(Optional.of(SERVER)));
    }
  }

  @Test
  void findsFreePorts() throws Exception {
    int free;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    InetAddress loopback = InetAddress.getLoopbackAddress();

    assertThat(
            survey(directory)
                .state(new Endpoint(Service.TFTP, new InetSocketAddress(loopback, free))))
        .isEqualTo(new PortState.Free());
    assertThat(
            survey(directory).state(new Endpoint(Service.HTTP, new InetSocketAddress(loopback, 0))))
        .isEqualTo(new PortState.AnyFree());
  }

  private static PortSurvey survey(Path proc) {
    return new PortSurvey(
        new SocketTable(proc), new Processes(proc), Optional.empty(), asked -> false);
  }

  private static Finding of(Endpoint endpoint, PortState state) {
    return new PortsCheck(Map.of(endpoint, state), List.of()).run().getFirst();
  }
}
