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

/** The sockets that receive requests, as listed in {@code /proc/net}, proc(5). */
public final class SocketTable {
  private static final int ADDRESS_COLUMN = 1;
  private static final int STATE_COLUMN = 3;

  /** The inode identifies the socket among the open files of processes. */
  private static final int INODE_COLUMN = 9;

  /** TCP_LISTEN of the kernel's {@code include/net/tcp_states.h}. */
  private static final String LISTENING = "0A";

  private final Path proc;

  /**
   * @param proc where the proc file system is mounted
   */
  public SocketTable(Path proc) {
    this.proc = proc;
  }

  /** The protocol of a port. */
  public enum PortKind {
    UDP,
    TCP
  }

  private record Entry(InetSocketAddress address, long inode) {}

  /**
   * Finds the inodes of the sockets that prevent a new one at {@code wanted}: they have its port on
   * the same address, or one of the two is a wildcard.
   *
   * @throws IOException when the lists exist and cannot be read
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
      // Not Linux, or without IPv6.
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length > INODE_COLUMN
          && (kind == PortKind.UDP || columns[STATE_COLUMN].equals(LISTENING))) {
        entries.add(
            new Entry(address(columns[ADDRESS_COLUMN]), Long.parseLong(columns[INODE_COLUMN])));
      }
    }
    return entries;
  }

  /**
   * The kernel prints the address as 32-bit words in native byte order, and the port as a number.
   */
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
