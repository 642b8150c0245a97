package org.pairboot.it.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the clients of a plan on the calling thread. Linux only. */
public final class TftpLoad {
  private static final int HEADER = 4;

  /** Firmware polls its network card, so it answers sooner than a process that must wake up. */
  private static final long SPIN = TimeUnit.MICROSECONDS.toNanos(200);

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

  private final InetSocketAddress server;
  private final InetAddress firstClient;

  /**
   * @param firstClient the IPv4 address of the first client; the others use the addresses after it,
   *     all of which must be local
   */
  public TftpLoad(InetSocketAddress server, InetAddress firstClient) {
    this.server = server;
    this.firstClient = firstClient;
  }

  /** A load for a server on 127.0.0.1, from clients in 127.1.0.0/16. */
  public static TftpLoad onLoopback(int serverPort) {
    return new TftpLoad(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), serverPort),
        InetAddress.ofLiteral("127.1.0.1"));
  }

  /** Reads until all clients have ended or the plan's limit is reached. */
  public LoadResult run(LoadPlan plan) {
    int largest = HEADER + plan.reads().stream().mapToInt(ReadPlan::blksize).max().orElseThrow();
    try (Arena arena = Arena.ofConfined();
        ClientSocket socket = new ClientSocket(server, firstClient, largest)) {
      return run(plan, map(plan, arena), socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Path, MemorySegment> map(LoadPlan plan, Arena arena) throws IOException {
    Map<Path, MemorySegment> contents = new HashMap<>();
    for (ReadPlan read : plan.reads()) {
      if (!contents.containsKey(read.file())) {
        try (FileChannel channel = FileChannel.open(read.file())) {
          contents.put(read.file(), channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        }
      }
    }
    return contents;
  }

  private static LoadResult run(
      LoadPlan plan, Map<Path, MemorySegment> contents, ClientSocket socket) {
    long start = System.nanoTime();
    long cpuBefore = cpuTime();
    LossyLink link = new LossyLink(plan.seed(), plan.loss());
    List<LoadClient> clients = new ArrayList<>();
    int count = plan.reads().size();
    for (int i = 0; i < count; i++) {
      ReadPlan read = plan.reads().get(i);
      long startAt = start + plan.spread().toNanos() * i / count;
      MemorySegment content = contents.get(read.file());
      clients.add(new LoadClient(i, read, content, socket, link, startAt, plan.lingers()));
    }
    loop(clients, socket, start + plan.limit().toNanos());
    List<LoadResult.Outcome> outcomes = clients.stream().map(LoadClient::outcome).toList();
    long elapsed = System.nanoTime() - start;
    if (outcomes.stream().allMatch(LoadResult.Outcome::done)) {
      elapsed =
          outcomes.stream().mapToLong(o -> o.startedAt() + o.duration() - start).max().orElse(0);
    }
    return new LoadResult(outcomes, link.lost(), elapsed, cpuTime() - cpuBefore);
  }

  private static void loop(List<LoadClient> clients, ClientSocket socket, long end) {
    long nextTick = System.nanoTime();
    long idleSince = nextTick;
    while (true) {
      long now = System.nanoTime();
      if (now - nextTick >= 0) {
        if (now - end >= 0 || clients.stream().allMatch(LoadClient::isOver)) {
          return;
        }
        nextTick = now + TICK;
        for (LoadClient client : clients) {
          nextTick = Math.min(nextTick, client.tick(now));
        }
      }
      boolean some =
          socket.receive((client, port, bytes, from, length) -> {
            if (client >= 0 && client < clients.size()) {
              clients.get(client).onPacket(port, bytes, from, length, now);
            }
          });
      socket.flush();
      if (some) {
        idleSince = now;
      } else if (now - idleSince > SPIN) {
        socket.await((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextTick - now)));
      }
    }
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
