package org.pairboot.it.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** HTTP requests, several on a connection, most of them damaged. */
final class DamagedRequests {
  private static final int THREADS = 8;
  private static final int ON_A_CONNECTION = 20;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LARGEST = 2000;

  private static final Pattern FAILURE = Pattern.compile("HTTP/1\\.1 5\\d\\d ");
  private static final List<String> REQUESTS =
      List.of(
          "GET /" + AttackFiles.SMALL + " HTTP/1.1\r\nHost: x\r\n\r\n",
          "HEAD /" + AttackFiles.NAME + " HTTP/1.1\r\nHost: x\r\nRange: bytes=0-9,20-\r\n\r\n",
          "GET /"
              + AttackFiles.SMALL
              + " HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\", W/\"b\"\r\n\r\n",
          "GET /"
              + AttackFiles.SMALL
              + " HTTP/1.1\r\nHost: x\r\nRange: bytes=-5\r\nIf-Range: \"a\"\r\n\r\n",
          "GET /boot.ipxe/mac=52-54-00-00-00-01/arch=x86_64 HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /%2e%2e/%00/images?x=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
          "POST /boot.ipxe HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
          "GET http://x/boot.ipxe HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nUpgrade: h2c\r\n\r\n");

  private final Scale scale;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong silences = new AtomicLong();

  DamagedRequests(Scale scale) {
    this.scale = scale;
  }

  Finding run(AttackedServer server) {
    InetSocketAddress address =
        new InetSocketAddress(AttackNetwork.address(server.address()), AttackedServer.HTTP_PORT);
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(scale.seed() + i);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                while (sent.get() < scale.requests()
                    && System.nanoTime() - begin < scale.limit().toNanos()) {
                  connect(address, random);
                }
              }));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Finding(
        "damaged HTTP requests",
        String.format(Locale.ROOT, "%,d requests in %.0f s", sent.get(), seconds),
        String.format(
            Locale.ROOT,
            "%,d answers, %d with 5xx, %d connections left hanging",
            answered.get(),
            failures.get(),
            silences.get()),
        "no 5xx, none left hanging",
        failures.get() == 0 && silences.get() == 0 && answered.get() > 0);
  }

  private void connect(InetSocketAddress address, Random random) {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < ON_A_CONNECTION; i++) {
      byte[] request = REQUESTS.get(random.nextInt(REQUESTS.size())).getBytes(ISO_8859_1);
      // Some stay as they are, so that connections live longer than one request.
      byte[] next = random.nextInt(4) == 0 ? ByteMutations.of(request, random, LARGEST) : request;
      requests.append(new String(next, ISO_8859_1));
    }
    sent.addAndGet(ON_A_CONNECTION);
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(requests.toString().getBytes(ISO_8859_1));
        socket.shutdownOutput();
      } catch (IOException e) {
        // The server ended the connection after the first request that it did not like.
      }
      String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      answered.addAndGet(answers.split("HTTP/1\\.1 ", -1).length - 1L);
      failures.addAndGet(FAILURE.matcher(answers).results().count());
    } catch (SocketTimeoutException e) {
      silences.incrementAndGet();
    } catch (IOException e) {
      // A reset: what was sent after the last answer was not read.
    }
  }
}
