package org.pairboot.appliance.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.pairboot.conf.KebabCase;

/**
 * The sockets that take requests, as {@code /proc/net} lists them, proc(5).
 *
 * @param proc where that file system is mounted
 */
public record SocketTable(Path proc) {
  /** The column of a socket's inode, by which processes can be found that have it. */
  private static final int INODE = 9;

  private static final int ADDRESS = 1;
  private static final int STATE = 3;

  /** TCP_LISTEN of the kernel's {@code include/net/tcp_states.h}. */
  private static final String LISTENING = "0A";

  /** One socket. */
  record Entry(InetSocketAddress address, long inode) {}

  /**
   * The inodes of the sockets that stand in the way of a new one at {@code wanted}, because they
   * have its port at its address or at all.
   *
   * @throws IOException when the lists cannot be read; where there are none, there is no socket
   */
  public List<Long> inodes(PortKind kind, InetSocketAddress wanted) throws IOException {
    String name = KebabCase.of(kind);
    List<Entry> entries = new ArrayList<>(read(name, kind));
    entries.addAll(read(name + "6", kind));
    return entries.stream()
        .filter(entry -> collide(entry.address(), wanted))
        .map(Entry::inode)
        .toList();
  }

  private static boolean collide(InetSocketAddress one, InetSocketAddress other) {
    return one.getPort() == other.getPort()
        && (one.getAddress().isAnyLocalAddress()
            || other.getAddress().isAnyLocalAddress()
            || one.getAddress().equals(other.getAddress()));
  }

  private List<Entry> read(String name, PortKind kind) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(proc.resolve("net").resolve(name));
    } catch (NoSuchFileException e) {
      // No Linux, or one without IPv6.
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length > INODE && (kind == PortKind.UDP || columns[STATE].equals(LISTENING))) {
        entries.add(new Entry(address(columns[ADDRESS]), Long.parseLong(columns[INODE])));
      }
    }
    return entries;
  }

  /** The kernel prints words of 32 bits in the order of the processor, and the port as a number. */
  private static InetSocketAddress address(String text) throws UnknownHostException {
    int colon = text.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(text, 0, colon);
    ByteBuffer words = ByteBuffer.wrap(bytes);
    ByteBuffer address = ByteBuffer.allocate(bytes.length).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      address.putInt(words.getInt());
    }
    return new InetSocketAddress(
        InetAddress.getByAddress(address.array()), Integer.parseInt(text.substring(colon + 1), 16));
  }
}
