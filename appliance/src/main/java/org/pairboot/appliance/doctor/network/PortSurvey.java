package org.pairboot.appliance.doctor.network;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.host.Processes;
import org.pairboot.appliance.host.Processes.Program;
import org.pairboot.appliance.host.SocketTable;
import org.pairboot.appliance.host.SocketTable.PortKind;
import org.pairboot.appliance.serve.RunningServer;
import org.pairboot.appliance.serve.RunningServer.Addresses;

/** Finds out which program has a port. */
final class PortSurvey {
  /** Linux default of net.ipv4.ip_unprivileged_port_start. */
  private static final int FIRST_UNPRIVILEGED = 1024;

  private final SocketTable sockets;
  private final Processes processes;
  private final Optional<RunningServer> server;
  private final Predicate<Endpoint> answersAsPairboot;

  /**
   * @param server that says of itself where it listens
   * @param answersAsPairboot whether a Pairboot server answers there, for ports of processes that
   *     this user cannot see
   */
  PortSurvey(
      SocketTable sockets,
      Processes processes,
      Optional<RunningServer> server,
      Predicate<Endpoint> answersAsPairboot) {
    this.sockets = sockets;
    this.processes = processes;
    this.server = server;
    this.answersAsPairboot = answersAsPairboot;
  }

  /** Who has the port of an {@link Endpoint}. */
  sealed interface PortState {
    /** Nobody, and a server of this user could have it. */
    record Free() implements PortState {}

    /** The settings leave the port to the kernel. */
    record AnyFree() implements PortState {}

    /**
     * A running Pairboot server.
     *
     * @param program empty when another user runs it
     */
    record Ours(Optional<Program> program) implements PortState {}

    /**
     * Another program.
     *
     * @param program empty when another user runs it
     */
    record Taken(Optional<Program> program) implements PortState {}

    /** Nobody, but this user lacks the permission for ports below 1024. */
    record NotPermitted() implements PortState {}

    /**
     * Nobody, but this user cannot have it.
     *
     * @param reason the system's error message
     */
    record Refused(String reason) implements PortState {}
  }

  /**
   * @throws IOException when the kernel does not list the ports in use
   */
  PortState state(Endpoint endpoint) throws IOException {
    if (endpoint.listen().getPort() == 0) {
      return new PortState.AnyFree();
    }
    List<Long> inodes = sockets.inodes(endpoint.service().kind(), endpoint.listen());
    return inodes.isEmpty() ? tryToBind(endpoint) : holder(endpoint, inodes);
  }

  private PortState holder(Endpoint endpoint, List<Long> inodes) {
    Optional<Long> announced = announcedAt(endpoint);
    if (announced.isPresent()) {
      return new PortState.Ours(announced.flatMap(processes::program));
    }
    Optional<Program> holder = processes.holder(inodes);
    boolean ours = holder.map(Program::isServer).orElseGet(() -> answersAsPairboot.test(endpoint));
    return ours ? new PortState.Ours(holder) : new PortState.Taken(holder);
  }

  /** The process of the running server, if this is one of its addresses. */
  private Optional<Long> announcedAt(Endpoint endpoint) {
    return server
        .filter(running ->
            address(running.addresses(), endpoint.service())
                .filter(endpoint.listen()::equals)
                .isPresent())
        .map(RunningServer::pid);
  }

  private static Optional<InetSocketAddress> address(Addresses open, Service service) {
    return switch (service) {
      case TFTP -> open.tftp();
      case HTTP -> open.http();
      case HTTPS -> open.https();
    };
  }

  private static PortState tryToBind(Endpoint endpoint) {
    try {
      bind(endpoint.service().kind(), endpoint.listen());
      return new PortState.Free();
    } catch (IOException e) {
      return endpoint.listen().getPort() < FIRST_UNPRIVILEGED && canBindAnyPort(endpoint)
          ? new PortState.NotPermitted()
          : new PortState.Refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Whether the address is usable with another port. Java does not report the error number, and the
   * text of the error depends on the locale; but a privileged port that nobody has, at an address
   * of this host, can only be refused for lack of permission.
   */
  private static boolean canBindAnyPort(Endpoint endpoint) {
    try {
      bind(endpoint.service().kind(), new InetSocketAddress(endpoint.listen().getAddress(), 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void bind(PortKind kind, InetSocketAddress address) throws IOException {
    if (kind == PortKind.UDP) {
      try (DatagramSocket socket = new DatagramSocket(null)) {
        socket.bind(address);
      }
    } else {
      try (ServerSocket socket = new ServerSocket()) {
        // As servers do, or connections that were just closed would block the port.
        socket.setReuseAddress(true);
        socket.bind(address);
      }
    }
  }
}
