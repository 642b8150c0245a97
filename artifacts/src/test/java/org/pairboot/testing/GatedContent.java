package org.pairboot.testing;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.Sha256;

/** A content on a file system that hangs: it opens once the gate does. */
public final class GatedContent implements Content {
  private final Content content;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  public GatedContent(Content content) {
    this.content = content;
  }

  /** How many have tried to open it. */
  public int waiting() {
    return waiting.get();
  }

  /** Lets everybody who waits go on. */
  public void openGate() {
    gate.countDown();
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public Sha256 identity() {
    return content.identity();
  }

  @Override
  public ContentReader open() throws IOException {
    waiting.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return content.open();
  }
}
