package org.pairboot.tftp.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.tftp.PlainReader;
import org.pairboot.tftp.RecordingReader;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transfer.Blocks;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.PortPool;

/** What a socket passes to the kernel, and how it handles the results. */
class FlowSocketTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");

  private final FakeKernel kernel = new FakeKernel();
  private final ReadAhead readAhead = new ReadAhead((address, length) -> {});
  private final FlowSocket socket;

  /** A port of the pool, and the socket whose transfers use it. */
  private final FlowSocket pooled;

  private final FlowSocket requests;
  private final List<Throwable> failures = new ArrayList<>();
  private final long begin = System.nanoTime();
  private int sent;
  private final Flow.Handler handler = new Handler();

  FlowSocketTest() {
    Arena arena = Arena.ofAuto();
    IntUnaryOperator mtus = index -> 0;
    LinuxLink.Resources resources =
        new LinuxLink.Resources(new ReceiveBatch(arena), new SendBatch(arena), readAhead, mtus);
    LinuxLink.Sending sending = new LinuxLink.Sending();
    pooled =
        new FlowSocket(
            new FlowSocket.BoundAddress(HOST, 50_000, true), kernel, null, resources, sending);
    requests = newRequests(List.of(pooled), resources, sending);
    socket = newRequests(List.of(), resources, sending);
  }

  private FlowSocket newRequests(
      List<FlowSocket> pool, LinuxLink.Resources resources, LinuxLink.Sending sending) {
    return new FlowSocket(
        new FlowSocket.BoundAddress(HOST, 69, true),
        kernel,
        new PortPool<>(pool, pool.size(), pool.size(), Optional::empty),
        resources,
        sending);
  }

  @AfterEach
  void close() {
    readAhead.close();
  }

  private LinuxFlow open(int port, int length, int blksize, boolean mapped) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    ContentReader reader = BytesContent.of(bytes).open();
    return open(port, mapped ? reader : new Unmapped(reader), new Blocks(length, blksize));
  }

  private LinuxFlow open(int port, ContentReader reader, Blocks blocks) {
    return open(socket, port, reader, blocks);
  }

  private LinuxFlow open(FlowSocket on, int port, ContentReader reader, Blocks blocks) {
    InetSocketAddress peer = new InetSocketAddress(HOST, port);
    AddressPair pair = new AddressPair(Abi.AF_INET);
    pair.setPeer(peer);
    pair.setLocal(HOST);
    return on.open(pair, new Flow.Source(reader, blocks), handler, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsARunOfBlocksInOneMessage(boolean mapped) {
    open(2070, 100, 10, mapped).sendData(9, 3);
    socket.flush();
    assertThat(kernel.calls).containsExactly("2070:9/10@80,10/10@90,11/0 cut at 14");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsMessagesOfManyFlowsInOneCall(boolean mapped) {
    open(2070, 100, 10, mapped).sendData(1, 1);
    open(2071, 100, 10, mapped).sendControl(PacketCodec.encode(new Packet.Ack(7)));
    open(2072, 100, 10, mapped).sendData(3, 2);
    socket.flush();
    assertThat(kernel.calls)
        .containsExactly("2070:1/10@0 | 2071:Ack[block=7] | 2072:3/10@20,4/10@30 cut at 14");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsMessagesWithinTheLimitsOfTheKernel(boolean mapped) {
    open(2070, 100_000, 10, mapped).sendData(1, 200);
    socket.flush();
    assertThat(kernel.blocksPerMessage()).containsExactly(64, 64, 64, 8);
    kernel.calls.clear();
    open(2071, 300_000, 20_000, mapped).sendData(1, 16);
    socket.flush();
    assertThat(kernel.blocksPerMessage()).startsWith(3, 3, 3, 3);
    assertThat(kernel.blocksPerMessage().stream().mapToInt(i -> i).sum()).isEqualTo(16);
  }

  @Test
  void sendsALargeWindowInSeveralCalls() {
    open(2070, 100_000, 10, true).sendData(1, 5000);
    open(2071, 100_000, 10, true).sendData(1, 1);
    socket.flush();
    assertThat(kernel.blocksPerMessage().stream().mapToInt(i -> i).sum()).isEqualTo(5001);
    assertThat(kernel.calls.getLast()).endsWith(" | 2071:1/10@0");
  }

  @Test
  void keepsWhatTheKernelRejectsUntilTheSocketIsWritable() {
    kernel.room = 1;
    open(2070, 100, 10, true).sendData(1, 1);
    open(2071, 100, 10, true).sendData(2, 2);
    socket.flush();
    assertThat(kernel.calls).containsExactly("2070:1/10@0");
    assertThat(kernel.writableWanted).isTrue();
    kernel.room = 9;
    socket.flush();
    assertThat(kernel.calls).hasSize(1);
    socket.onWritable();
    socket.flush();
    assertThat(kernel.calls).hasSize(2).endsWith("2071:2/10@10,3/10@20 cut at 14");
    assertThat(kernel.writableWanted).isFalse();
  }

  @Test
  void reportsAWindowAsSentOnceTheKernelHasAllOfIt() {
    kernel.room = 1;
    LinuxFlow flow = open(2070, 1000, 10, true);
    flow.sendData(1, 70);
    assertThat(sent).isZero();
    socket.flush();
    assertThat(kernel.blocksPerMessage()).containsExactly(64);
    assertThat(sent).isZero();
    kernel.room = 9;
    socket.onWritable();
    socket.flush();
    assertThat(sent).isEqualTo(1);
    flow.sendControl(PacketCodec.encode(new Packet.Oack(List.of())));
    socket.flush();
    assertThat(sent).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {Abi.EINVAL, Abi.EIO, Abi.EMSGSIZE, Abi.ENOPROTOOPT, Abi.EOPNOTSUPP})
  void sendsPacketsOneByOneOnceSegmentingFails(int errno) {
    kernel.refuseCutting = errno;
    LinuxFlow flow = open(2070, 100, 10, true);
    flow.sendData(1, 3);
    open(2071, 100, 10, true).sendData(5, 1);
    socket.flush();
    assertThat(kernel.calls)
        .containsExactly("2070:1/10@0 | 2070:2/10@10 | 2070:3/10@20 | 2071:5/10@40");
    kernel.refuseCutting = 0;
    flow.sendData(4, 2);
    socket.flush();
    assertThat(kernel.calls.getLast()).isEqualTo("2070:4/10@30 | 2070:5/10@40");
  }

  @Test
  void sendsToOthersWhenAPeerIsUnreachable() {
    kernel.refusedPort = 2071;
    open(2070, 100, 10, true).sendData(1, 1);
    open(2071, 100, 10, true).sendData(1, 3);
    open(2072, 100, 10, true).sendData(1, 1);
    socket.flush();
    assertThat(kernel.calls).containsExactly("2070:1/10@0", "2072:1/10@0");
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Abi.ECONNREFUSED, Abi.EMSGSIZE})
  void sendsAgainWhatTheErrorOfAnotherPacketHasStopped(int errno) {
    kernel.pendingError = errno;
    open(2070, 100, 10, true).sendData(1, 2);
    socket.flush();
    assertThat(kernel.calls).containsExactly("2070:1/10@0,2/10@10 cut at 14");
  }

  @Test
  void endsOnlyTheTransferWithAnUnreadablePage() {
    kernel.refusedPort = 2070;
    kernel.refusal = Abi.EFAULT;
    open(2070, 100, 10, true).sendData(1, 3);
    open(2071, 100, 10, true).sendData(1, 1);
    socket.flush();
    assertThat(kernel.calls).containsExactly("2071:1/10@0");
    assertThat(failures).hasSize(1).allMatch(e -> e instanceof IOException);
  }

  @Test
  void reportsABrokenContentAndServesOthers() {
    ContentReader broken = new Unmapped(BytesContent.of(new byte[15]).open());
    open(2070, broken, new Blocks(100, 10)).sendData(1, 5);
    open(2071, 100, 10, false).sendData(1, 1);
    socket.flush();
    assertThat(kernel.calls).containsExactly("2070:1/10@0 | 2071:1/10@0");
    assertThat(failures).hasSize(1);
  }

  @Test
  void replacesWhatIsUnsentByANewerCommand() {
    LinuxFlow flow = open(2070, 100, 10, true);
    flow.sendControl(PacketCodec.encode(new Packet.Ack(7)));
    flow.sendData(1, 4);
    flow.sendData(7, 1);
    socket.flush();
    assertThat(kernel.calls).containsExactly("2070:7/10@60");
  }

  @Test
  void sendsOnlyTheLastControlPacketOfAClosedFlow() {
    LinuxFlow flow = open(2070, 100, 10, true);
    LinuxFlow other = open(2071, 100, 10, true);
    flow.sendData(1, 4);
    flow.close();
    flow.close();
    other.sendData(1, 4);
    other.sendControl(PacketCodec.encode(new Packet.Error(0, "sorry")));
    other.close();
    assertThat(kernel.calls).containsExactly("2071:Error[code=0, message=sorry]");
    socket.flush();
    assertThat(kernel.calls).hasSize(1);
  }

  @Test
  void replacesTheOldFlowOfAPeer() {
    LinuxFlow flow = open(2070, 100, 10, true);
    flow.sendData(1, 1);
    open(2070, 100, 10, true).sendData(2, 1);
    flow.close();
    socket.flush();
    assertThat(kernel.calls).containsExactly("2070:2/10@10");
  }

  @Test
  void looksForOnePacketForEachTransferOfAPort() {
    for (int port : List.of(2070, 2071)) {
      open(requests, port, BytesContent.of(new byte[100]).open(), new Blocks(100, 10));
      pooled.receive((at, peer, packet) -> {});
    }
    requests.receive((at, peer, packet) -> {});
    assertThat(kernel.receives).containsExactly(1, 2, 64);
  }

  @Test
  void readsPositionsBeyondTheRangeOfInt() {
    List<Long> positions = new ArrayList<>();
    long length = 1L << 40;
    open(2070, new RecordingReader(length, positions), new Blocks(length, 1428))
        .sendData(3_007_600, 2);
    socket.flush();
    assertThat(positions).containsExactly(4_294_851_372L, 4_294_852_800L);
    assertThat(kernel.calls.getFirst()).startsWith("2070:" + (3_007_600 & 0xFFFF) + "/1428");
  }

  private final class Handler implements Flow.Handler {
    @Override
    public void onPacket(ByteBuffer packet) {}

    @Override
    public void onSent(long at) {
      assertThat(at - begin).isNotNegative();
      sent++;
    }

    @Override
    public void onPortClosed() {}

    @Override
    public void onReadFailure(Throwable failure) {
      failures.add(failure);
    }
  }

  /** A content that is not mapped. */
  private record Unmapped(ContentReader reader) implements PlainReader {
    @Override
    public long length() {
      return reader.length();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return reader.read(position, target);
    }
  }
}
