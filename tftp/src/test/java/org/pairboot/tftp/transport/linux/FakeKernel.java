package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;

/**
 * Reads the structures as the kernel does. Records each call as its messages, and each message as
 * {@code port:block/size@firstByte}.
 */
final class FakeKernel implements FlowSocket.NativeSocket {
  private static final int EPERM = 1;

  final List<String> calls = new ArrayList<>();

  /** For how many packets each receiving call had room. */
  final List<Integer> receives = new ArrayList<>();

  int room = Integer.MAX_VALUE;
  boolean writableWanted;
  int refuseCutting;
  int refusedPort;
  int refusal = EPERM;

  /** What ICMP has said about an earlier packet. */
  int pendingError;

  @Override
  public int receive(long messages, int count) {
    receives.add(count);
    return -Abi.EAGAIN;
  }

  @Override
  public int receiveOne(long message) {
    return receive(message, 1);
  }

  @Override
  public int receiveErrors(long messages, int count) {
    return -Abi.EAGAIN;
  }

  @Override
  public int send(long messages, int count) {
    if (pendingError != 0) {
      int error = pendingError;
      pendingError = 0;
      return -error;
    }
    MemorySegment array = at(messages, count * 64L);
    List<String> sent = new ArrayList<>();
    int error = 0;
    for (int i = 0; i < count && error == 0; i++) {
      MemorySegment message = array.asSlice(i * 64L, 64);
      error = errorOf(message);
      if (error == 0) {
        room--;
        sent.add(show(message));
      }
    }
    if (sent.isEmpty()) {
      return -error;
    }
    calls.add(String.join(" | ", sent));
    return sent.size();
  }

  private int errorOf(MemorySegment message) {
    if (room == 0) {
      return Abi.EAGAIN;
    }
    if (portOf(message) == refusedPort) {
      return refusal;
    }
    return segmentSize(message) > 0 ? refuseCutting : 0;
  }

  private static int portOf(MemorySegment message) {
    return Short.toUnsignedInt(
        Short.reverseBytes(at(message.get(JAVA_LONG, 0), 16).get(JAVA_SHORT, 2)));
  }

  private static int segmentSize(MemorySegment message) {
    long size = message.get(JAVA_LONG, 40);
    if (size == 0) {
      return 0;
    }
    MemorySegment control = at(message.get(JAVA_LONG, 32), size);
    assertThat(control.get(JAVA_INT, 8)).isEqualTo(17);
    assertThat(control.get(JAVA_INT, 12)).isEqualTo(103);
    return Short.toUnsignedInt(control.get(JAVA_SHORT, 16));
  }

  private static String show(MemorySegment message) {
    byte[] payload = payload(message);
    int size = segmentSize(message);
    int cut = size == 0 ? payload.length : size;
    List<String> packets = new ArrayList<>();
    for (int i = 0; i < payload.length; i += cut) {
      packets.add(show(ByteBuffer.wrap(payload, i, Math.min(cut, payload.length - i))));
    }
    assertThat(packets.size()).isBetween(1, 64);
    assertThat(payload.length).isLessThan(65_508);
    String end = size == 0 ? "" : " cut at " + size;
    return portOf(message) + ":" + String.join(",", packets) + end;
  }

  private static byte[] payload(MemorySegment message) {
    int count = (int) message.get(JAVA_LONG, 24);
    MemorySegment iovecs = at(message.get(JAVA_LONG, 16), count * 16L);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      long length = iovecs.get(JAVA_LONG, i * 16L + 8);
      payload.writeBytes(at(iovecs.get(JAVA_LONG, i * 16L), length).toArray(JAVA_BYTE));
    }
    return payload.toByteArray();
  }

  private static String show(ByteBuffer packet) {
    return PacketCodec.decode(packet) instanceof Packet.Data(int block, ByteBuffer payload)
        ? block + "/" + payload.remaining() + (payload.hasRemaining() ? "@" + payload.get(0) : "")
        : PacketCodec.decode(packet).toString();
  }

  @SuppressWarnings("restricted") // accesses memory by its address, as a kernel does
  private static MemorySegment at(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  List<Integer> blocksPerMessage() {
    return calls.stream()
        .flatMap(call -> List.of(call.split(" \\| ")).stream())
        .map(message -> message.split(",").length)
        .toList();
  }

  @Override
  public void notifyWritable(boolean wanted) {
    writableWanted = wanted;
  }

  @Override
  public void close() {}
}
