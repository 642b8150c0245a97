package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pairboot.appliance.host.PortKind;
import org.pairboot.appliance.host.Processes;
import org.pairboot.appliance.host.Program;
import org.pairboot.appliance.host.SocketTable;

/**
 * Finds out who has a port.
 *
 * @param answersAsOurs whether a server of this program answers there, for ports whose processes
 *     this user may not see
 */
record PortSurvey(SocketTable sockets, Processes processes, Predicate<Endpoint> answersAsOurs) {

  /**
   * @throws IOException when the system does not say
   */
  PortState of(Endpoint endpoint) throws IOException {
    if (endpoint.listen().getPort() == 0) {
      return new PortState.AnyFree();
    }
    List<Long> inodes = sockets.inodes(endpoint.service().kind(), endpoint.listen());
    return inodes.isEmpty() ? tried(endpoint) : held(endpoint, inodes);
  }

  private PortState held(Endpoint endpoint, List<Long> inodes) {
    Optional<Program> holder = processes.holder(inodes);
    boolean ours = holder.map(Program::isServer).orElseGet(() -> answersAsOurs.test(endpoint));
    return ours ? new PortState.Ours(holder) : new PortState.Taken(holder);
  }

  private static PortState tried(Endpoint endpoint) {
    try {
      if (endpoint.service().kind() == PortKind.UDP) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
          socket.bind(endpoint.listen());
        }
      } else {
        try (ServerSocket socket = new ServerSocket()) {
          // As servers do: connections that have just been closed are no obstacle.
          socket.setReuseAddress(true);
          socket.bind(endpoint.listen());
        }
      }
      return new PortState.Free();
    } catch (IOException e) {
      return new PortState.Refused(String.valueOf(e.getMessage()));
    }
  }
}
