package org.pairboot.it.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pairboot.it.lab.LossyLink;

/**
 * Runs the clients of a plan on the calling thread. Needs to be root on Linux, for large buffers.
 */
public final class TftpLoad {
  private static final int HEADER = 4;

  /** Firmware polls its network card, and so answers sooner than a process that is woken. */
  private static final long SPIN = TimeUnit.MICROSECONDS.toNanos(200);

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

  private TftpLoad() {}

  /**
   * Reads from the server on 127.0.0.1 until all clients have ended, or the plan's time has.
   *
   * @param file what the plan's name should bring
   */
  public static LoadResult run(int serverPort, LoadPlan plan, Path file) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file);
        ClientSocket socket = new ClientSocket(serverPort, HEADER + plan.blksize())) {
      MemorySegment expected = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      return run(plan, expected, socket);
    }
  }

  private static LoadResult run(LoadPlan plan, MemorySegment expected, ClientSocket socket) {
    long start = System.nanoTime();
    long cpuBefore = cpuTime();
    LossyLink link = new LossyLink(plan.seed(), plan.loss());
    List<LoadClient> clients = new ArrayList<>();
    for (int i = 0; i < plan.clients(); i++) {
      long startAt = start + plan.spread().toNanos() * i / plan.clients();
      clients.add(new LoadClient(i, plan, expected, socket, link, startAt));
    }
    long end = start + plan.limit().toNanos();
    loop(clients, socket, end);
    List<LoadOutcome> outcomes = clients.stream().map(LoadClient::outcome).toList();
    long elapsed = System.nanoTime() - start;
    if (outcomes.stream().allMatch(LoadOutcome::done)) {
      elapsed =
          outcomes.stream().mapToLong(o -> o.startedAt() + o.duration() - start).max().orElse(0);
    }
    return new LoadResult(outcomes, elapsed, cpuTime() - cpuBefore);
  }

  private static void loop(List<LoadClient> clients, ClientSocket socket, long end) {
    long nextTick = System.nanoTime();
    long idleSince = nextTick;
    while (true) {
      long now = System.nanoTime();
      if (now - nextTick >= 0) {
        if (now - end >= 0 || clients.stream().allMatch(LoadClient::hasEnded)) {
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
